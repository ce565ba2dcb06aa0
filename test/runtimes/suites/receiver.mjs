import {
  createReceiver,
  createRedactor,
  memorySession,
  readCookie,
  sessionCookie,
} from '@mileapp/custom-module-url/receiver';
import { equal, skip, suite } from './harness.mjs';

const moduleUrl = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const visit = (headers = {}) =>
  new Request(`https://svc.example/webhook?token=${TOKEN}&tab=2`, {
    headers: { accept: 'text/html', ...headers },
  });

const resolving = (outcome) => ({ resolve: async () => outcome() });
const KNOWN = resolving(() => ({ ok: true, userId: 'u1', organizationId: 'o1', bearerToken: 'b' }));

export default suite('receiver', {
  'takes the token out of the URL, once resolved': async () => {
    const receiver = createReceiver({
      moduleUrl,
      client: KNOWN,
      admit: 'anyone',
      session: memorySession(),
    });
    const response = await receiver.handle(visit());
    equal([response.status, response.headers.get('location')], [303, './webhook?tab=2']);
    equal(response.headers.get('cache-control'), 'no-store');
    equal(response.headers.get('referrer-policy'), 'no-referrer');
  },
  'keeps a session': async () => {
    if (!visit({ cookie: 'a=b' }).headers.get('cookie'))
      return skip('but for sessions: requests made in a page have no cookies');
    const receiver = createReceiver({
      moduleUrl,
      client: KNOWN,
      admit: 'anyone',
      session: memorySession(),
    });
    const cookie = (await receiver.handle(visit())).headers.get('set-cookie')?.split(';')[0];
    const page = receiver.requireIdentity((_, { userId }) => new Response(userId));
    const answered = await page(
      new Request('https://svc.example/webhook', { headers: { cookie } }),
    );
    equal([answered.status, await answered.text()], [200, 'u1']);
    equal((await page(new Request('https://svc.example/webhook'))).status, 401);
  },
  'turns a refused token away, and an outage too, but not alike': async () => {
    const handle = (client) =>
      createReceiver({ moduleUrl, client, admit: 'anyone', session: memorySession() }).handle(
        visit(),
      );
    const refused = await handle(resolving(() => ({ ok: false, code: 'short_token_invalid' })));
    const down = await handle(resolving(() => Promise.reject(new Error('down'))));
    equal([refused.status, down.status, down.headers.has('retry-after')], [401, 503, true]);
  },
  'admits no other organization': async () => {
    const receiver = createReceiver({
      moduleUrl,
      client: KNOWN,
      admit: { organizations: ['o2'] },
      session: memorySession(),
    });
    equal((await receiver.receive(visit())).outcome, 'refused');
  },
  'redacts URLs and texts for logs': () => {
    const redactor = createRedactor({ moduleUrl });
    for (const text of [
      redactor.url(`/webhook?token=${TOKEN}`),
      redactor.text(`GET /webhook?token=${TOKEN} 303`),
    ]) {
      equal(text.includes(TOKEN), false);
    }
  },
  'writes a cookie and reads it': () => {
    const cookie = sessionCookie('session', 'a1', { maxAgeSeconds: 60 });
    equal([cookie.startsWith('__Host-session=a1;'), /HttpOnly/.test(cookie)], [true, true]);
    const request = new Request('https://svc.example/', {
      headers: { cookie: 'x=1; __Host-session=2' },
    });
    if (!request.headers.get('cookie'))
      return skip('but for sessions: requests made in a page have no cookies');
    equal(readCookie(request, 'session'), '2');
  },
});

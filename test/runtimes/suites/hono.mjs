import { honoReceiver, requireIdentity } from '@mileapp/custom-module-url/hono';
import { memorySession } from '@mileapp/custom-module-url/receiver';
import { Hono } from 'hono';
import { equal, suite } from './harness.mjs';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

export default suite('hono', {
  'signs a user in and keeps the session': async () => {
    const app = new Hono();
    app.use(
      honoReceiver({
        moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
        client: {
          resolve: async () => ({ ok: true, userId: 'u1', organizationId: 'o1', bearerToken: 'b' }),
        },
        admit: { organizations: ['o1'] },
        session: memorySession(),
      }),
    );
    app.get('/webhook', requireIdentity, (c) => c.text(c.get('mileIdentity').userId));
    const first = await app.request(`https://svc.example/webhook?token=${TOKEN}`, {
      headers: { accept: 'text/html' },
    });
    equal([first.status, first.headers.get('location')], [303, './webhook']);
    const cookie = first.headers.get('set-cookie').split(';')[0];
    const second = await app.request('https://svc.example/webhook', { headers: { cookie } });
    equal([second.status, await second.text()], [200, 'u1']);
    equal((await app.request('https://svc.example/webhook')).status, 401);
  },
});

import { setTimeout as pause } from 'node:timers/promises';
import type { Audit, AuditStep } from '../audit.ts';
import { forgeries, isHashOf, looseBits } from '../cookie-value.ts';
import { type Home, mentions } from '../home.ts';

const MIN_BITS = 64;
// Time stamps inside a value count in seconds.
const A_SECOND_AND_A_BIT_MS = 1_100;

/** The cookie that stands for the user: its attributes, and what it is made of. */
export function sessionCookie(home: Home): AuditStep {
  return {
    name: 'the session cookie',
    codes: [
      'session-cookie-readable',
      'session-cookie-insecure',
      'session-cookie-cross-site',
      'session-cookie-not-host-bound',
      'session-cookie-forgeable',
      'session-cookie-guessable',
      'session-cookie-repeats',
    ],
    async run(audit) {
      if (home.sessionCookies.length === 0) {
        for (const code of this.codes) audit.skip(code, 'no session cookie was found');
        return;
      }
      await attributes(audit, home);
      await value(audit, home);
    },
  };
}

async function attributes(audit: Audit, home: Home): Promise<void> {
  const cookies = await home.browser.cookies(home.url);
  const isHttp = home.url.startsWith('http:');
  for (const name of home.sessionCookies) {
    const cookie = cookies.get(name);
    if (cookie === undefined) continue;
    const { httpOnly, secure, sameSite = '', hostOnly } = cookie;
    if (!httpOnly) audit.found('session-cookie-readable', `${name} without HttpOnly`);
    if (!secure) {
      // Frameworks leave it out over http by themselves; what they do in production cannot be seen here.
      const severity = isHttp ? 'info' : 'error';
      audit.found('session-cookie-insecure', `${name} without Secure`, severity);
    }
    if (!/^(?:lax|strict)$/i.test(sameSite)) {
      const seen = /none/i.test(sameSite) ? 'with SameSite=None' : 'without SameSite';
      audit.found('session-cookie-cross-site', `${name} ${seen}`);
    }
    if (!name.startsWith('__Host-')) {
      const seen = hostOnly ? 'without __Host-' : 'for all subdomains';
      audit.found('session-cookie-not-host-bound', `${name} ${seen}`);
    }
  }
}

async function value(audit: Audit, home: Home): Promise<void> {
  const { user, colleague } = audit.people;
  const arrivals = [home.browser];
  for (let i = 0; i < 2; i += 1) {
    await pause(A_SECOND_AND_A_BIT_MS);
    const browser = audit.newBrowser();
    const token = await audit.issuer.generate(user);
    await audit.arrive({ what: 'another visit', token, browser });
    arrivals.push(browser);
  }
  const theirs = audit.newBrowser();
  const token = await audit.issuer.generate(colleague);
  await audit.arrive({ what: 'a colleague', token, browser: theirs });

  const jars = await Promise.all(arrivals.map((browser) => browser.cookies(home.url)));
  for (const name of home.sessionCookies) {
    const values = jars.map((jar) => jar.get(name)?.value ?? '');
    if (values.includes('')) continue;
    if (await isForgeable(audit, home, name)) {
      audit.found('session-cookie-forgeable', `${name} with the id of another user is that user`);
    } else if (isHashOf(values[0] as string, user)) {
      audit.found('session-cookie-guessable', `${name} is a hash of the user id`);
    } else if (new Set(values).size === 1) {
      if (home.sessionCookies.length > 1) continue;
      audit.found('session-cookie-repeats', `${name} is the same at every arrival`);
    } else {
      const bits = looseBits(values);
      if (bits < MIN_BITS) {
        audit.found('session-cookie-guessable', `${name} varies in about ${Math.floor(bits)} bits`);
      }
    }
  }
}

/** Whether the cookie of one user, rewritten to the id of another, is let in. */
async function isForgeable(audit: Audit, home: Home, name: string): Promise<boolean> {
  if (!home.isDistinct) return false;
  const { user, colleague } = audit.people;
  const original = (await home.browser.cookies(home.url)).get(name)?.value ?? '';
  for (const forged of forgeries(original, user.userId, colleague.userId)) {
    const browser = home.browser.copy((other) => other !== name);
    await browser.plant(home.url, name, forged);
    if (!(await home.knows(browser))) continue;
    if (!home.namesUser) return true;
    if (mentions((await browser.go(home.url)).last, colleague)) return true;
  }
  return false;
}

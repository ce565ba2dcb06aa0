import type { Audit, AuditStep } from '../audit.ts';
import type { Browser } from '../browser.ts';
import { invented } from '../cookie-value.ts';
import type { Home } from '../home.ts';

/** Cookies that were there before the user arrived. */
export function fixation(home: Home): AuditStep {
  return {
    name: 'planted cookies',
    codes: ['session-fixation'],
    async run(audit) {
      if (home.sessionCookies.length === 0) {
        return audit.skip('session-fixation', 'no session cookie was found');
      }
      const attempts = [
        ['a cookie that a stranger was given', await strangers(audit, home)],
        ['an invented cookie', await inventions(audit, home)],
        ["a colleague's cookie", await colleagues(audit)],
      ] as const;
      for (const [what, planted] of attempts) {
        if (await survives(audit, home, planted)) {
          return audit.found('session-fixation', `${what}, planted before, is the session after`);
        }
      }
    },
  };
}

async function strangers(audit: Audit, home: Home): Promise<Browser> {
  const browser = audit.newBrowser();
  await browser.go(home.url);
  return browser;
}

async function inventions(audit: Audit, home: Home): Promise<Browser> {
  const browser = audit.newBrowser();
  const cookies = await home.browser.cookies(home.url);
  for (const name of home.sessionCookies) {
    await browser.plant(home.url, name, invented(cookies.get(name)?.value ?? ''));
  }
  return browser;
}

async function colleagues(audit: Audit): Promise<Browser> {
  const browser = audit.newBrowser();
  const token = await audit.issuer.generate(audit.people.colleague);
  await audit.arrive({ what: 'a colleague', token, browser });
  return browser;
}

/** Whether a user who arrives with these cookies has the same ones afterwards, now as a session. */
async function survives(audit: Audit, home: Home, planted: Browser): Promise<boolean> {
  const before = await planted.cookies(home.url);
  const names = home.sessionCookies.filter((name) => before.has(name));
  if (names.length === 0) return false;
  const attackers = planted.copy();
  const { user } = audit.people;
  const token = await audit.issuer.generate(user);
  const visit = { what: 'an arrival with cookies', token, browser: planted, confirm: true };
  const { last } = await audit.arrive(visit);
  if (last.status >= 400 || audit.issuer.resolves(token) === 0) return false;
  const after = await planted.cookies(home.url);
  if (!names.every((name) => after.get(name)?.value === before.get(name)?.value)) return false;
  if (home.namesUser) {
    return (await home.whose(attackers, Object.values(audit.people))) === user;
  }
  return home.isDistinct ? home.knows(attackers) : true;
}

import { type AuditStep, holdsToken } from '../audit.ts';
import type { Journey } from '../browser.ts';
import { type FirstArrival, type Home, isPage } from '../home.ts';

const SLOW_MS = 3_000;

/** A good token: where it leads, and what happens on the way. */
export function arrival(home: Home): AuditStep {
  return {
    name: 'a good token',
    codes: [
      'arrival-failed',
      'token-in-address-bar',
      'permanent-redirect',
      'insecure-redirect',
      'resolved-twice',
      'session-cookie-strict',
    ],
    async run(audit) {
      const { answers, last, refusedCookies } = home.first;
      const cookies = await home.browser.cookies(home.url);
      const strict = [...cookies.values()].filter(({ sameSite }) => sameSite === 'strict');
      if (last.status >= 400 && home.page.status < 400 && strict.length > 0) {
        const names = strict.map(({ key }) => key).join(', ');
        audit.found('session-cookie-strict', `${names} was left out: ${last.status} at the end`);
      } else if (!isPage(last)) {
        audit.found('arrival-failed', ending(home));
      } else if (home.page.status >= 400) {
        audit.found('arrival-failed', `the next request ends in ${home.page.status}`);
      }
      if (refusedCookies.length > 0) {
        const names = refusedCookies.join(', ');
        audit.found('arrival-failed', `browsers refuse the cookie ${names}`);
      }
      if (last.status < 400 && holdsToken(last.url, home.firstToken)) {
        audit.found('token-in-address-bar', `${last.status} at a URL with the token`);
      }
      const asked = audit.answers.filter(({ what, asked }) => what === 'a good token' && asked);
      const [redirect] = asked;
      if (redirect && (redirect.status === 301 || redirect.status === 308)) {
        audit.found('permanent-redirect', `the answer to the token is a ${redirect.status}`);
      }
      if (answers.some(({ url, headers }) => leavesTls(url, headers.location))) {
        audit.found('insecure-redirect', 'a redirect leads from https to http');
      }
      const resolves = audit.issuer.resolves(home.firstToken);
      if (resolves > 1) audit.found('resolved-twice', `${resolves} calls for one visit`);
    },
  };
}

function ending({ first: { last, answers } }: Home): string {
  if (last.status === 0) return last.failure ?? 'no answer';
  const redirects = answers.length - 1;
  const { pathname } = new URL(last.url);
  if (last.status < 400) return `the redirects lead nowhere (${redirects} of them)`;
  return redirects === 0 ? `${last.status}` : `the redirect leads to ${last.status} at ${pathname}`;
}

/** How long a visit takes. The quickest of three counts: a machine may be busy for a while. */
export function speed({ first }: FirstArrival): AuditStep {
  return {
    name: 'how long a visit takes',
    codes: ['arrival-slow'],
    async run(audit) {
      let took = spent(first);
      for (let again = 0; again < 2 && took > SLOW_MS; again += 1) {
        const token = await audit.issuer.generate(audit.people.user);
        took = Math.min(took, spent(await audit.arrive({ what: 'another visit', token })));
      }
      if (took > SLOW_MS)
        audit.found('arrival-slow', `${(took / 1000).toFixed(1)} s until the page`);
    },
  };
}

function spent({ answers }: Journey): number {
  return answers.reduce((sum, { durationMs }) => sum + durationMs, 0);
}

function leavesTls(from: string, location: string | undefined): boolean {
  if (location === undefined || !URL.canParse(location, from)) return false;
  return from.startsWith('https:') && new URL(location, from).protocol === 'http:';
}

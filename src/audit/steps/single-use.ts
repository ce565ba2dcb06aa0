import type { Audit, AuditStep } from '../audit.ts';
import type { Journey } from '../browser.ts';
import type { AuditCode } from '../catalogue.ts';
import type { Home } from '../home.ts';
import type { Sending } from '../send.ts';

const UNSEEN: readonly (readonly [code: AuditCode, what: string, sending: Sending])[] = [
  ['head-spends-token', 'a HEAD request', { method: 'HEAD' }],
  [
    'prefetch-spends-token',
    'a prefetch',
    { headers: { 'sec-purpose': 'prefetch', purpose: 'prefetch' } },
  ],
  [
    'prerender-spends-token',
    'a prerender',
    { headers: { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' } },
  ],
];

/** Requests that nobody looks at must not use the token up, and two at once must both get in. */
export function singleUse(home: Home): AuditStep {
  return {
    name: 'visits that nobody sees',
    codes: [
      'head-spends-token',
      'prefetch-spends-token',
      'prerender-spends-token',
      'double-visit-refused',
    ],
    async run(audit) {
      const { issuer, people, found, arrive } = audit;
      for (const [code, what, sending] of UNSEEN) {
        const token = await issuer.generate(people.user);
        await arrive({ what, token, sending });
        if (issuer.resolves(token) > 0) {
          found(code, `${what} resolves the token`);
          continue;
        }
        const browser = audit.newBrowser();
        const journey = await arrive({ what: `a visit after ${what}`, token, browser });
        if (!(await home.admits(journey, browser))) {
          found(code, `the visit after ${what} ends in ${journey.last.status}`);
        }
      }
      // On a busy machine the second visit may come when the first one is over.
      const worse = (await worseOfTwo(audit, home)) && (await worseOfTwo(audit, home));
      if (worse) found('double-visit-refused', `one of two visits at once: ${worse.last.status}`);
    },
  };
}

/** Visits twice at once with one token. */
async function worseOfTwo(audit: Audit, home: Home): Promise<Journey | undefined> {
  const token = await audit.issuer.generate(audit.people.user);
  audit.issuer.behave(token, 'hesitant');
  const visit = { what: 'a double visit', token, browser: audit.newBrowser(), isTwin: true };
  const both = await Promise.all([audit.arrive(visit), audit.arrive(visit)]);
  return both.find((journey) => !home.endsWell(journey));
}

import type { Audit, AuditStep } from '../audit.ts';
import type { ResolveBehaviour } from '../audit-issuer.ts';
import type { Browser, Journey } from '../browser.ts';
import type { Home } from '../home.ts';

const TROUBLE: readonly (readonly [what: string, behaviour: ResolveBehaviour])[] = [
  ['an API that answers 500', 'failing'],
  ['an API that limits the rate', 'limited'],
  ['an API that hangs up', 'hang-up'],
  ['an API that answers with a page', 'not-json'],
  ['an API that answers without a user', 'incomplete'],
  ['a silent API', 'silent'],
];

/** Trouble upstream is a 503 with `Retry-After`: nobody knows whether the token is good. */
export function outages(home: Home): AuditStep {
  return {
    name: 'trouble at MileApp',
    codes: [
      'outage-looks-like-refusal',
      'outage-not-503',
      'outage-admits',
      'outage-hangs',
      'outage-without-retry-after',
      'outage-remembered',
      'outage-ends-session',
    ],
    async run(audit) {
      const { issuer } = audit;
      if (issuer.stop && issuer.start) {
        const token = await issuer.generate(audit.people.user);
        await issuer.stop();
        try {
          await visit(audit, home, 'an API that cannot be reached', token);
        } finally {
          await issuer.start();
        }
      }
      for (const [what, behaviour] of TROUBLE) {
        const token = await issuer.generate(audit.people.user);
        issuer.behave(token, behaviour);
        await visit(audit, home, what, token, behaviour === 'incomplete');
        if (behaviour === 'failing') await comeBack(audit, home, token);
      }
      await keepsSession(audit, home);
    },
  };
}

async function visit(
  audit: Audit,
  home: Home,
  what: string,
  token: string,
  mayBeRefused = false,
): Promise<void> {
  const browser = audit.newBrowser();
  const journey = await audit.arrive({ what, token, browser });
  await judge(audit, home, what, journey, browser, mayBeRefused);
}

async function judge(
  audit: Audit,
  home: Home,
  what: string,
  journey: Journey,
  browser: Browser,
  mayBeRefused: boolean,
): Promise<void> {
  const { status, failure, headers } = journey.last;
  if (status === 0) return audit.found('outage-hangs', `${what}: ${failure}`);
  if (status === 429 || (status >= 502 && status <= 504)) {
    const wait = headers['retry-after'];
    const says = wait !== undefined && (/^\d+$/.test(wait) || !Number.isNaN(Date.parse(wait)));
    if (!says) audit.found('outage-without-retry-after', `${what}: ${status} alone`);
    return;
  }
  if (status >= 500) return audit.found('outage-not-503', `${what}: ${status}`);
  if (status >= 400) {
    if (!mayBeRefused) audit.found('outage-looks-like-refusal', `${what}: ${status}`);
    return;
  }
  if (await home.admits(journey, browser))
    audit.found('outage-admits', `${what}: the user gets in`);
  else audit.found('outage-not-503', `${what}: ${status}`, 'warning');
}

/** The same token once more, with everything well again. */
async function comeBack(audit: Audit, home: Home, token: string): Promise<void> {
  audit.issuer.behave(token, 'well');
  const journey = await audit.arrive({ what: 'a visit after an outage', token });
  const { status } = journey.last;
  if (!home.endsWell(journey) && status >= 400 && status < 500) {
    audit.found('outage-remembered', `the token that met a 500 ends in ${status} afterwards`);
  }
}

/** A user who is signed in already. */
async function keepsSession(audit: Audit, home: Home): Promise<void> {
  if (!home.isDistinct || home.sessionCookies.length === 0) {
    return audit.skip('outage-ends-session', 'no session cookie was found');
  }
  const { issuer, people } = audit;
  const browser = audit.newBrowser();
  const token = await issuer.generate(people.user);
  await audit.arrive({ what: 'a good token', token, browser });
  if (!(await home.knows(browser))) return;
  const again = await issuer.generate(people.user);
  issuer.behave(again, 'failing');
  await audit.arrive({ what: 'an outage during a session', token: again, browser });
  if (!(await home.knows(browser))) {
    audit.found(
      'outage-ends-session',
      'a user with a session has none after a visit that met a 500',
    );
  }
}

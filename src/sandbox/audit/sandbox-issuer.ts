import type { AuditIssuer, AuditUser, ResolveBehaviour } from '../../audit/audit-issuer.ts';
import { scenarios } from '../../testing/scenarios.ts';
import type { SandboxContext } from '../api/context.ts';
import type { Issuing } from '../api/issuing.ts';
import type { Rehearsal, ShortTokenCalls } from '../api/short-tokens.ts';
import { startStep } from '../journey/start-step.ts';
import type { Named } from '../journey/types.ts';

/** Longer than any receiver waits, so that it passes it on instead of trying again. */
const LIMITED_FOR_SECONDS = 60;
const HESITATION_MS = 250;

const REHEARSALS: Readonly<Record<ResolveBehaviour, Rehearsal>> = {
  well: {},
  hesitant: { pauseMs: HESITATION_MS },
  failing: { scenario: scenarios.upstreamError({ status: 500 }) },
  limited: { scenario: scenarios.rateLimited({ retryAfter: LIMITED_FOR_SECONDS }) },
  silent: { scenario: scenarios.timeout() },
  'hang-up': { scenario: scenarios.networkInterrupted() },
  'not-json': { scenario: scenarios.responseNotJson() },
  incomplete: { scenario: scenarios.responseInvalid() },
};

/** The sandbox as the MileApp of an audit: a service needs no other address for it. */
export function createSandboxIssuer(
  { world, sessions, journal, clock }: SandboxContext,
  issuing: Issuing,
  shortTokens: ShortTokenCalls,
  { baseUrl, module }: { readonly baseUrl: string; readonly module: Named },
): AuditIssuer {
  const behaviours = new Map<string, ResolveBehaviour>();
  const counts = new Map<string, number>();
  const digestOf = (shortToken: string) => issuing.digestOf(shortToken) ?? '';
  let total = 0;
  shortTokens.rehearse((digest = '') => {
    total += 1;
    counts.set(digest, (counts.get(digest) ?? 0) + 1);
    return REHEARSALS[behaviours.get(digest) ?? 'well'];
  });

  // One for each user, since it is searched for in everything that the service answers.
  const bearers = new Map<string, string>();
  function bearerOf({ userId, organizationId }: AuditUser): string {
    const known = bearers.get(userId);
    if (known !== undefined) return known;
    world.admitGuest(userId, `Auditor ${userId.slice(-1)}`);
    const bearer = sessions.start(userId, undefined, organizationId);
    bearers.set(userId, bearer);
    return bearer;
  }

  async function generate(user: AuditUser, isExpired: boolean): Promise<string> {
    const bearer = bearerOf(user);
    const invocation = journal.begin({ origin: 'audit', module, user: world.user(user.userId) });
    const end = startStep('generate', clock.now);
    const { shortToken, expiresAt } = await issuing.generate(bearer, { isExpired });
    journal.link(invocation, digestOf(shortToken), expiresAt.getTime());
    journal.record(invocation, end({ outcome: 'ok' }));
    return shortToken;
  }

  return {
    baseUrl,
    bearerOf,
    generate: (user) => generate(user, false),
    generateExpired: (user) => generate(user, true),
    behave: (shortToken, behaviour) => void behaviours.set(digestOf(shortToken), behaviour),
    resolves: (shortToken) =>
      shortToken === undefined ? total : (counts.get(digestOf(shortToken)) ?? 0),
  };
}

import type { ModuleUrl } from '../url/module-url.ts';
import { type AuditStep, createAudit } from './audit.ts';
import type { AuditIssuer, AuditUser } from './audit-issuer.ts';
import { AUDIT_CODES, type AuditCode } from './catalogue.ts';
import { arriveFirst, type FirstArrival, type Home, learnHome } from './home.ts';
import { peopleWith } from './people.ts';
import { type AuditReport, createNotebook, type Notebook } from './report.ts';
import type { TrustedOrigin } from './send.ts';
import { arrival, speed } from './steps/arrival.ts';
import { fixation } from './steps/fixation.ts';
import { landing, otherPeople } from './steps/landing.ts';
import { leaks } from './steps/leaks.ts';
import { logs } from './steps/logs.ts';
import { outages } from './steps/outages.ts';
import { redirects } from './steps/redirects.ts';
import { refusals, strayTokens } from './steps/refusals.ts';
import { sessionCookie } from './steps/session-cookie.ts';
import { singleUse } from './steps/single-use.ts';
import { type AuditIssuerOptions, createAuditIssuer } from './throw-away-issuer.ts';

/** How far an audit has come. */
export interface AuditProgress {
  /** What is tried now, for a person. */
  readonly step: string;
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** What is audited, and how. */
export interface AuditOptions {
  /** As it is configured in MileApp, read with `allowHttpLoopback`; the receiver runs there. */
  readonly moduleUrl: ModuleUrl;
  /** The MileApp that the receiver asks; default: one of the audit's own, at `listen`. */
  readonly issuer?: AuditIssuer | undefined;
  /** Where the issuer of the audit's own listens; default `127.0.0.1`, port 4780. */
  readonly listen?: AuditIssuerOptions | undefined;
  /** Whose tokens are good: for a receiver that admits certain organizations only. */
  readonly user?: { readonly [K in keyof AuditUser]?: AuditUser[K] | undefined } | undefined;
  /** Gives what the receiver has logged since the audit began. */
  readonly readLog?: (() => Promise<string>) | undefined;
  /** What not to report. A step with nothing else to find is left out. */
  readonly skip?: readonly AuditCode[] | undefined;
  /** Milliseconds for everything, 1,000 to 3,600,000; default 180,000. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** An origin with a certificate of its own making, such as the receiver's; default: none. */
  readonly trusted?: TrustedOrigin | undefined;
  /** Told before each step. */
  readonly onProgress?: ((progress: AuditProgress) => void) | undefined;
}

const DEFAULT_TIMEOUT_MS = 180_000;
const OUT_OF_TIME = 'there was no time left';

/**
 * Audits a running receiver: opens its Custom Module URL with tokens of every kind, follows it as a
 * browser does, and says what is wrong. The receiver has to resolve at the issuer of the audit.
 *
 * @param options - see {@link AuditOptions}
 * @returns the report; a receiver that cannot be reached makes it inconclusive
 * @throws the system's error for a port that is taken; the reason of `signal`
 * @example
 * const moduleUrl = parseModuleUrl('http://localhost:3000/webhook?token={SHORT_TOKEN}', { allowHttpLoopback: true });
 * const { verdict, findings } = await auditReceiver({ moduleUrl });
 */
export async function auditReceiver(options: AuditOptions): Promise<AuditReport> {
  const { moduleUrl, timeoutMs = DEFAULT_TIMEOUT_MS, signal, trusted } = options;
  const started = performance.now();
  const own = options.issuer ? undefined : createAuditIssuer(options.listen);
  const issuer = options.issuer ?? (own as AuditIssuer);
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = signal ? AbortSignal.any([deadline, signal]) : deadline;
  const notebook = createNotebook(new Set(options.skip));
  const audit = createAudit(moduleUrl, issuer, peopleWith(options.user), notebook, {
    signal: either,
    trusted,
  });
  let reason: string | undefined;
  await own?.start();
  try {
    reason = await takeSteps();
  } finally {
    await own?.stop();
  }
  const findings = notebook.findings();
  const hasFailed = findings.some(({ severity }) => severity === 'error');
  return {
    verdict: hasFailed ? 'failed' : reason === undefined ? 'passed' : 'inconclusive',
    ...(reason === undefined ? {} : { reason }),
    moduleUrl: moduleUrl.preview(),
    findings,
    checks: notebook.checks(),
    visits: audit.received.length,
    durationMs: Math.round(performance.now() - started),
  };

  /** @returns why it could not be completed, if so */
  async function takeSteps(): Promise<string | undefined> {
    options.onProgress?.({ step: 'the first visit', number: 1, of: 1 });
    let left: readonly AuditStep[] = [EVERYTHING];
    let outOfTime: string | undefined;
    try {
      const visit = await arriveFirst(audit);
      const obstacle = obstacleOf(visit, issuer, options.user?.organizationId !== undefined);
      if (obstacle !== undefined) {
        skipAll(notebook, AUDIT_CODES, 'the receiver could not be audited');
        return obstacle;
      }
      if (!options.skip?.includes('arrival-slow')) await speed(visit).run(audit);
      const steps = stepsFor(await learnHome(audit, visit), options);
      for (const [i, step] of steps.entries()) {
        left = steps.slice(i);
        options.onProgress?.({ step: step.name, number: i + 2, of: steps.length + 1 });
        await step.run(audit);
      }
    } catch (error) {
      if (!deadline.aborted || signal?.aborted) throw error;
      for (const { codes } of left) skipAll(notebook, codes, OUT_OF_TIME);
      outOfTime = `There was no time left after ${timeoutMs / 1000} s.`;
    }
    // These look at what has been seen, and send nothing.
    await leaks().run(audit);
    await logs(options.readLog).run(audit);
    return outOfTime;
  }
}

const EVERYTHING: AuditStep = { name: 'everything', codes: AUDIT_CODES, run: async () => {} };

function stepsFor(home: Home, { user, skip = [] }: AuditOptions): AuditStep[] {
  const steps = [
    arrival(home),
    landing(home),
    singleUse(home),
    sessionCookie(home),
    fixation(home),
    otherPeople(home, user?.organizationId !== undefined),
    redirects(home),
    outages(home),
    // Last, for a receiver may limit how often one address is refused.
    strayTokens(home),
    refusals(home),
  ];
  return steps.filter(({ codes }) => codes.some((code) => !skip.includes(code)));
}

/** Why nothing can be said about the receiver, if so. */
function obstacleOf(
  { first: { last } }: FirstArrival,
  issuer: AuditIssuer,
  organizationIsGiven: boolean,
): string | undefined {
  if (last.status === 0) return `The receiver gives ${last.failure}.`;
  if (issuer.resolves() === 0) {
    return `The receiver answered ${last.status} and did not ask the issuer of this audit. Start it with its client's baseUrl at ${issuer.baseUrl}.`;
  }
  if (last.status === 403 && !organizationIsGiven) {
    return "The receiver answered 403: it does not admit the organization of the audit's user. Name one that it admits.";
  }
  return undefined;
}

function skipAll(notebook: Notebook, codes: readonly AuditCode[], reason: string): void {
  for (const code of codes) notebook.skip(code, reason);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import type { IssuerEvent } from '../../issuer/events.ts';
import type { Scenario } from '../../testing/scenarios.ts';
import { PATHS, type ShortTokenOperation } from '../../wire/paths.ts';
import { BEFORE_THE_SERVER, fetchFailure, prepareFault } from '../faults/play.ts';
import { codeOf, outcomeOf, startStep } from '../journey/start-step.ts';
import type { SandboxContext } from './context.ts';
import { type Issuing, reasonOf } from './issuing.ts';
import { bearerOf } from './sessions.ts';

/** The two token calls with their journal, faults and latency. */
export interface ShortTokenCalls {
  readonly answer: (
    operation: ShortTokenOperation,
    request: Request,
    env: HttpBindings,
  ) => Promise<Response>;
  /**
   * A `fetch` for a service in this process: a connection that cannot be made fails before the
   * server, so it is played here.
   */
  readonly fetch: typeof globalThis.fetch;
  /** What each resolve is held against before it is answered, by the digest of its token. */
  readonly rehearse: (
    onResolve: ((tokenDigest: string | undefined) => Rehearsal | undefined) | undefined,
  ) => void;
}

/** What is to become of one resolve instead of the usual. */
export interface Rehearsal {
  readonly scenario?: Scenario | undefined;
  /** Milliseconds to wait before. */
  readonly pauseMs?: number | undefined;
}

/** Puts the journal, faults and latency in front of the issuer. */
export function createShortTokenCalls(context: SandboxContext, issuing: Issuing): ShortTokenCalls {
  const { journal, sessions, faults, clock, latency } = context;
  let rehearsalOf: Parameters<ShortTokenCalls['rehearse']>[0] | undefined;

  function invocationOfToken(digest: string | undefined): string {
    return journal.findByDigest(digest ?? '')?.id ?? journal.begin({ origin: 'api' });
  }

  function invocationOfBearer(bearer: string | undefined): string {
    const session = sessions.read(bearer ?? '');
    const known = journal.get(session?.invocation ?? '');
    // A bearer that came out of a resolve may generate too, and that is another invocation.
    if (known && known.tokenDigest === undefined) return known.id;
    return journal.begin({ origin: 'api', user: session?.user });
  }

  /** Only where it has to be: reading a body costs more than the rest. */
  async function digestIn(request: Request): Promise<string | undefined> {
    return issuing.digestOf(readJson(await request.clone().text())?.shortToken);
  }

  /** What the issuer did, told to the journal. */
  function note(invocation: string, event: IssuerEvent | undefined): void {
    if (event?.type === 'generated') {
      journal.link(invocation, event.tokenDigest, event.expiresAt.getTime());
    }
    if (event?.type !== 'resolved') return;
    const user = context.world.user(event.userId);
    const end = startStep('identity', clock.now);
    journal.record(invocation, end({ outcome: 'ok', detail: user?.name ?? 'somebody' }));
  }

  /** A store that has dropped an expired token says that there is none. */
  function isExpired(invocation: string): boolean {
    return (journal.get(invocation)?.expiresAt ?? Number.POSITIVE_INFINITY) <= clock.now();
  }

  return {
    async answer(operation, request, env) {
      const end = startStep(operation, clock.now);
      const rehearsal =
        operation === 'resolve' && rehearsalOf ? rehearsalOf(await digestIn(request)) : undefined;
      const waitMs = latency.ms + (rehearsal?.pauseMs ?? 0);
      if (waitMs > 0) await pause(waitMs);
      const fault = rehearsal?.scenario ?? faults.take(operation);
      if (fault) {
        const invocation =
          operation === 'resolve'
            ? invocationOfToken(await digestIn(request))
            : invocationOfBearer(bearerOf(request));
        const { status, send } = await prepareFault(fault, env);
        const known = status === undefined ? {} : { status };
        journal.record(
          invocation,
          end({ outcome: 'failed', code: fault.code, fault: true, ...known }),
        );
        return send();
      }
      const { response, event } = await issuing.handle(request);
      const invocation =
        operation === 'resolve'
          ? invocationOfToken(event && 'tokenDigest' in event ? event.tokenDigest : undefined)
          : invocationOfBearer(bearerOf(request));
      const { status } = response;
      const code = codeOf(operation, status);
      const reason = reasonOf(event);
      const step = end({
        outcome: outcomeOf(status),
        status,
        ...(code && { code }),
        ...(reason && { detail: isExpired(invocation) ? 'expired' : reason }),
      });
      journal.record(invocation, step);
      note(invocation, event);
      return response;
    },

    rehearse(onResolve) {
      rehearsalOf = onResolve;
    },

    async fetch(input, init) {
      const operation = String(input).endsWith(PATHS.resolve) ? 'resolve' : 'generate';
      const fault = faults.take(operation, BEFORE_THE_SERVER);
      if (!fault) return globalThis.fetch(input, init);
      const request = new Request(input, init);
      const invocation =
        operation === 'resolve'
          ? invocationOfToken(await digestIn(request))
          : invocationOfBearer(bearerOf(request));
      const end = startStep(operation, clock.now);
      journal.record(invocation, end({ outcome: 'failed', code: fault.code, fault: true }));
      throw await fetchFailure(fault);
    },
  };
}

function readJson(text: string): { readonly shortToken?: unknown } | undefined {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { createIssuer } from '../../issuer/create-issuer.ts';
import { createDerivation } from '../../issuer/derive-from-token.ts';
import { type IssuerEvent, tokenDigest } from '../../issuer/events.ts';
import { createIssuerHandler } from '../../issuer/http/create-issuer-handler.ts';
import type { ReusePolicy } from '../../issuer/options.ts';
import type { ShortTokenStore } from '../../store/types.ts';
import { isShortToken } from '../../token/characters.ts';
import type { GeneratedToken } from '../../token/types.ts';
import type { Sessions } from './sessions.ts';

/** How tokens are issued. */
export interface IssuingOptions {
  readonly store: ShortTokenStore;
  readonly ttlSeconds: number;
  readonly reuse: ReusePolicy;
  readonly now: () => number;
}

/** An answer of the issuer, with what it says to its observer and not to the caller. */
export interface Issued {
  readonly response: Response;
  /** Absent where the call did not get as far as the issuer. */
  readonly event: IssuerEvent | undefined;
}

/** The real issuer at `/api/v3`, listened to. */
export interface Issuing {
  /** A token for the owner of a bearer; `isExpired` makes one that has been good once. */
  readonly generate: (
    bearer: string,
    options: { readonly isExpired: boolean },
  ) => Promise<GeneratedToken>;
  readonly handle: (request: Request) => Promise<Issued>;
  /** The prefix by which the issuer's events name a token; `undefined` for what cannot be one. */
  readonly digestOf: (shortToken: unknown) => string | undefined;
}

const NAMESPACE = 'short-token';

export function createIssuing(
  sessions: Sessions,
  { store, ttlSeconds, reuse, now }: IssuingOptions,
): Issuing {
  const { token: derive } = createDerivation(NAMESPACE, undefined);
  const heard = new AsyncLocalStorage<IssuerEvent[]>();
  const settings = {
    store,
    ttlSeconds,
    reuse,
    namespace: NAMESPACE,
    authenticate(bearer: string) {
      const session = sessions.read(bearer);
      return session ? { userId: session.user.id, organizationId: session.organizationId } : null;
    },
  };
  const issuer = createIssuer({
    ...settings,
    clock: now,
    onEvent: (event) => heard.getStore()?.push(event),
  });
  const lateIssuer = createIssuer({ ...settings, clock: () => now() - ttlSeconds * 1000 - 1_000 });
  const answer = createIssuerHandler(issuer, { basePath: '/api/v3' });
  return {
    generate: (bearer, { isExpired }) => (isExpired ? lateIssuer : issuer).generate({ bearer }),
    async handle(request) {
      const events: IssuerEvent[] = [];
      const response = await heard.run(events, () => answer(request));
      return { response, event: events[0] };
    },
    digestOf: (shortToken) =>
      isShortToken(shortToken) ? tokenDigest(derive(shortToken).id) : undefined,
  };
}

/** Why a token was refused: `expired`, `used before`, `unknown`, `malformed`. */
export function reasonOf(event: IssuerEvent | undefined): string | undefined {
  if (event?.type === 'replayed') return 'used before';
  if (event?.type !== 'refused') return undefined;
  return event.reason === 'absent' ? 'unknown' : event.reason;
}

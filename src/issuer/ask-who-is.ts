import { isShortTokenError, ShortTokenError } from '../wire/short-token-error.ts';
import { checkUser } from './check-user.ts';
import type { AuthenticateBearer, AuthenticatedUser } from './options.ts';
import type { TimeLimit } from './time-limit.ts';

/**
 * Asks whom a bearer belongs to.
 *
 * @param onError - told what `authenticate` threw, which may quote the bearer
 * @throws ShortTokenError `upstream_error` when it threw, or its own `ShortTokenError`
 * @throws TimeLimitError or ShortTokenError `aborted` when the wait ended before its answer
 * @throws TypeError or RangeError for an answer that no user is
 */
export async function askWhoIs(
  authenticate: AuthenticateBearer,
  bearer: string,
  limit: TimeLimit,
  onError: (error: unknown) => void,
): Promise<AuthenticatedUser | null> {
  let user: AuthenticatedUser | null;
  try {
    const context = {
      get signal() {
        return limit.signal;
      },
    };
    user = await limit.wait(authenticate(bearer, context));
  } catch (error) {
    if (error === limit.stoppedBy) throw error;
    onError(error);
    if (isShortTokenError(error)) throw error;
    throw upstreamError(error);
  }
  if (user !== null) checkUser(user);
  return user;
}

/** A bearer that gets no token; it tells nobody why. */
export function bearerRejected(): ShortTokenError {
  return new ShortTokenError('bearer_rejected', 'The bearer is missing, dead or unknown.');
}

/** Replaces what was thrown: its text may quote the bearer, the name of its class does not. */
function upstreamError(error: unknown): ShortTokenError {
  const message = 'The bearer could not be checked.';
  const replaced = new ShortTokenError('upstream_error', message, { retryable: true });
  const { name } = Object(error).constructor ?? {};
  return Object.defineProperty(replaced, 'causeName', { value: name });
}

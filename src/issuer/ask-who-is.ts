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
export function askWhoIs(
  authenticate: AuthenticateBearer,
  bearer: string,
  limit: TimeLimit,
  onError: (error: unknown) => void,
): Promise<AuthenticatedUser | null> {
  const failed = (error: unknown): Error => {
    onError(error);
    return isShortTokenError(error) ? error : upstreamError(error);
  };
  const context = {
    get signal() {
      return limit.signal;
    },
  };
  return limit.wait(() => authenticate(bearer, context), checkedUser, failed);
}

function checkedUser(user: AuthenticatedUser | null): AuthenticatedUser | null {
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

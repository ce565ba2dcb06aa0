import type { ResolvedIdentity } from '../../token/types.ts';
import { failure, MESSAGES, success } from '../../wire/answer-envelope.ts';
import type { Answer } from './http-types.ts';

const HEADERS = ['content-type', 'application/json', 'cache-control', 'no-store'];
// RFC 6750 section 3: a request without credentials is not told of an error.
const CHALLENGE = 'Bearer realm="short-token"';

/** A 200 with JSON that nobody may keep. */
export function okAnswer(data: object): Answer {
  return { status: 200, headers: HEADERS, body: JSON.stringify(success(data)) };
}

const [BEFORE_DATA = '', AFTER_DATA = ''] = JSON.stringify(success(0)).split('0');

/**
 * The answer to a resolve that worked. `JSON.stringify` looks at every character of the bearer,
 * which costs as much as a whole derivation; of visible ASCII, JSON escapes two characters only.
 */
export function identityAnswer(identity: ResolvedIdentity): Answer {
  const { bearerToken, userId, organizationId } = identity;
  const isPlain = !bearerToken.includes('"') && !bearerToken.includes('\\');
  const bearer = isPlain ? `"${bearerToken}"` : JSON.stringify(bearerToken);
  const ids = `"userId":${JSON.stringify(userId)},"organizationId":${JSON.stringify(organizationId)}`;
  const body = `${BEFORE_DATA}{"bearerToken":${bearer},${ids}}${AFTER_DATA}`;
  return { status: 200, headers: HEADERS, body };
}

/** The failures that never vary, made once. */
export const ANSWERS = {
  tokenInvalid: refusal(400, MESSAGES.shortTokenInvalid),
  bearerMissing: refusal(401, MESSAGES.unauthenticated, ['www-authenticate', CHALLENGE]),
  bearerRejected: refusal(401, MESSAGES.unauthenticated, [
    'www-authenticate',
    `${CHALLENGE}, error="invalid_token"`,
  ]),
  originRefused: refusal(403, 'This origin may not call this API.', ['vary', 'origin']),
  notFound: refusal(404, MESSAGES.notFound),
  methodNotAllowed: refusal(405, MESSAGES.methodNotAllowed, ['allow', 'POST']),
  notAcceptable: refusal(406, MESSAGES.notAcceptable),
  tooLarge: refusal(413, MESSAGES.requestTooLarge),
  unsupportedMediaType: refusal(415, 'Only application/json in UTF-8 is accepted.'),
  serverError: refusal(500, MESSAGES.serverError),
} as const;

/** A 429 or a 503 with the time after which to try again, in whole seconds, at least one. */
export function retryLater(status: 429 | 503, retryAfterMs: number): Answer {
  const seconds = String(Math.max(1, Math.ceil(retryAfterMs / 1000)));
  const message = status === 429 ? MESSAGES.rateLimited : MESSAGES.unavailable;
  return refusal(status, message, ['retry-after', seconds]);
}

function refusal(status: number, message: string, headers: readonly string[] = []): Answer {
  return { status, headers: [...HEADERS, ...headers], body: JSON.stringify(failure(message)) };
}

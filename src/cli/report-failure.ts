import { isShortTokenError } from '../wire/short-token-error.ts';
import { EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/**
 * Says why a call failed and chooses the exit code. With `json` the report is on standard output,
 * where a script looks for the result.
 *
 * @param refuse - says what is wrong with the flags, and gives the exit code
 */
export function reportFailure(
  error: unknown,
  io: CliIo,
  json: boolean,
  refuse: (why: string) => number,
): number {
  if (!isShortTokenError(error)) {
    // The client checks its options with TypeErrors that quote nothing.
    if (!(error instanceof TypeError)) throw error;
    return refuse(error.message);
  }
  const { code, message, retryable, attempts, status, retryAfterMs, requestId, issues, cause } =
    error;
  if (json) {
    const report = {
      code,
      message,
      retryable,
      attempts,
      status,
      retryAfterMs,
      requestId,
      issues,
      cause,
    };
    io.stdout(`${JSON.stringify({ error: report })}\n`);
  } else {
    io.stderr(`${message} [${code}]${retryable ? '. It may help to try again.' : ''}\n`);
  }
  switch (code) {
    case 'insecure_url':
      return EXIT.usage;
    case 'short_token_malformed':
    case 'bearer_rejected':
      return EXIT.no;
    default:
      return EXIT.unknown;
  }
}

import { isShortTokenError } from '../wire/short-token-error.ts';
import { type CliIo, EXIT } from './io.ts';

/**
 * Says why a call came to nothing and chooses the exit code. With `json` the report is on standard
 * output, where a script looks for the result.
 */
export function reportFailure(error: unknown, io: CliIo, json: boolean): number {
  if (!isShortTokenError(error)) {
    // The client checks its options with TypeErrors that quote nothing.
    if (!(error instanceof TypeError)) throw error;
    io.stderr(`${error.message}\n`);
    return EXIT.usage;
  }
  const { code, message, retryable, attempts, status, retryAfterMs, issues } = error;
  if (json) {
    const report = { code, message, retryable, attempts, status, retryAfterMs, issues };
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

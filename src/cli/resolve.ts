import { createShortTokenClient } from '../client/create-short-token-client.ts';
import { EXIT } from './exit-codes.ts';
import { type CliIo, mask, printable } from './io.ts';
import { readSecret } from './read-secret.ts';
import { reportFailure } from './report-failure.ts';
import { sandboxFetch } from './sandbox-fetch.ts';
import { readShortTokenFlags } from './short-token-flags.ts';

const USAGE = `Usage: custom-module resolve [--base-url <url>] [--json] [--reveal]

Says whom a short token stands for. The token comes from standard input. Resolving may use it up.

  --base-url <url>  default https://apiweb.mile.app/api/v3; http on loopback hosts only
  --json            one line of JSON
  --reveal          the whole bearer instead of a masked one

Exit code: 0 resolved, 1 the token is invalid, 2 wrong usage, 3 could not find out.
`;

/** `custom-module resolve`: a short token comes in, its user goes out. */
export async function resolve(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readShortTokenFlags(args, io, USAGE, 'short token');
  if (typeof flags === 'number') return flags;
  const shortToken = await readSecret(
    io,
    'short token',
    'Pipe it in, and nothing else.',
    flags.refuse,
  );
  if (typeof shortToken === 'number') return shortToken;
  try {
    const client = createShortTokenClient({
      baseUrl: flags.baseUrl,
      fetch: await sandboxFetch(flags.baseUrl),
    });
    const result = await client.resolve(shortToken);
    if (!result.ok) {
      if (flags.json) io.stdout(`${JSON.stringify(result)}\n`);
      else io.stderr(`The short token is invalid or expired [${result.code}]\n`);
      return EXIT.no;
    }
    const { userId, organizationId, bearerToken } = result;
    const shown = flags.reveal ? bearerToken : mask(bearerToken);
    io.stdout(
      flags.json
        ? `${JSON.stringify({ ...result, bearerToken: shown, masked: !flags.reveal })}\n`
        : `user          ${printable(userId)}\norganization  ${printable(organizationId)}\nbearer        ${shown}\n`,
    );
    return EXIT.ok;
  } catch (error) {
    return reportFailure(error, io, flags.json, flags.refuse);
  }
}

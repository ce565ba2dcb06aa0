import { createShortTokenClient } from '../client/create-short-token-client.ts';
import { EXIT } from './exit-codes.ts';
import { type CliIo, mask } from './io.ts';
import { readSecret } from './read-secret.ts';
import { reportFailure } from './report-failure.ts';
import { sandboxFetch } from './sandbox-fetch.ts';
import { readShortTokenFlags } from './short-token-flags.ts';

const USAGE = `Usage: custom-module generate [--base-url <url>] [--json] [--reveal]

Trades a bearer for a short token. The bearer comes from MILEAPP_BEARER or from standard input.

  --base-url <url>  default https://apiweb.mile.app/api/v3; http on loopback hosts only
  --json            one line of JSON
  --reveal          the token and nothing else, for a pipe: generate --reveal | custom-module resolve

Exit code: 0 a token, 1 the bearer is rejected, 2 wrong usage, 3 could not find out.
`;

/** `custom-module generate`: a bearer comes in, a short token goes out. */
export async function generate(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readShortTokenFlags(args, io, USAGE, 'bearer');
  if (typeof flags === 'number') return flags;
  const bearer =
    io.env.MILEAPP_BEARER?.trim() ||
    (await readSecret(io, 'bearer', 'Give it there or in MILEAPP_BEARER.', flags.refuse));
  if (typeof bearer === 'number') return bearer;
  try {
    const client = createShortTokenClient({
      baseUrl: flags.baseUrl,
      fetch: await sandboxFetch(flags.baseUrl),
      bearer,
    });
    const { shortToken, expiresAt } = await client.generate();
    const shown = flags.reveal ? shortToken : mask(shortToken);
    const expiry = `expires at   ${expiresAt.toISOString()}\n`;
    if (flags.json) {
      io.stdout(`${JSON.stringify({ shortToken: shown, expiresAt, masked: !flags.reveal })}\n`);
    } else if (flags.reveal) {
      // Nothing but the token, for a pipe.
      io.stdout(`${shown}\n`);
      io.stderr(expiry);
    } else {
      io.stdout(`short token  ${shown}\n${expiry}`);
    }
    return EXIT.ok;
  } catch (error) {
    return reportFailure(error, io, flags.json, flags.refuse);
  }
}

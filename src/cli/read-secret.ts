import { type CliIo, EXIT } from './io.ts';

/**
 * Reads one secret from standard input, or says on standard error why there is none.
 *
 * @returns the secret, or the exit code when the command is over
 */
export async function readSecret(io: CliIo, what: string, hint: string): Promise<string | number> {
  if (io.isTty) io.stderr(`Paste the ${what}, then press Enter and Ctrl-D: `);
  const secret = (await io.stdin()).trim();
  if (secret !== '') return secret;
  io.stderr(`There is no ${what} on standard input. ${hint}\n`);
  return EXIT.usage;
}

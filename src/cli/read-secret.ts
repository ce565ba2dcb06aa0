import { MAX_BEARER_LENGTH } from '../token/limits.ts';
import type { CliIo } from './io.ts';

/**
 * Reads one secret from standard input, without showing it where that is a terminal.
 *
 * @param refuse - says why there is none, and gives the exit code
 * @returns the secret, or the exit code when the command is over
 */
export async function readSecret(
  io: CliIo,
  what: string,
  hint: string,
  refuse: (why: string) => number,
): Promise<string | number> {
  const secret = (await ask(io, what))?.trim();
  if (!secret) return refuse(`There is no ${what} on standard input. ${hint}`);
  // A larger one is no secret, and nothing of it is to be sent.
  return secret.length > MAX_BEARER_LENGTH
    ? refuse(`What is on standard input is too long for a ${what}.`)
    : secret;
}

async function ask(io: CliIo, what: string): Promise<string | undefined> {
  if (!io.readHidden) {
    if (io.isTty) io.stderr(`Paste the ${what}, then press Enter and Ctrl-D: `);
    return io.stdin();
  }
  io.stderr(`Paste the ${what}, which is not shown, then press Enter: `);
  const secret = await io.readHidden();
  io.stderr('\n');
  return secret;
}

import { parseArgs } from 'node:util';
import { type CliIo, EXIT } from './io.ts';

/** Flags of the commands that call the short-token endpoints. */
export interface ShortTokenFlags {
  readonly baseUrl: string | undefined;
  readonly json: boolean;
  readonly reveal: boolean;
}

/**
 * Reads the flags, or says on standard error what is wrong with them, without quoting an argument:
 * it may be a secret in the wrong place.
 *
 * @returns the flags, or the exit code when the command is over
 */
export function readShortTokenFlags(
  args: readonly string[],
  io: CliIo,
  usage: string,
  secret: 'bearer' | 'short token',
): ShortTokenFlags | number {
  const refuse = (why: string) => {
    io.stderr(`${why}\n\n${usage}`);
    return EXIT.usage;
  };
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch {
    return refuse('There is a flag that this command does not have, or one without its value.');
  }
  const { values, positionals } = parsed;
  if (values.help) {
    io.stdout(usage);
    return EXIT.ok;
  }
  if (positionals.length > 0 || values.bearer !== undefined || values.token !== undefined) {
    return refuse(
      `The ${secret} is never an argument: it would stay in the shell's history and show in the process list.`,
    );
  }
  return {
    baseUrl: values['base-url'],
    json: values.json ?? false,
    reveal: values.reveal ?? false,
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'base-url': { type: 'string' },
      json: { type: 'boolean' },
      reveal: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
      // Known in order to be refused with a reason.
      bearer: { type: 'string' },
      token: { type: 'string' },
    },
  });
}

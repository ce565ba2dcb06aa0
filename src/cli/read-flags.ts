import { type ParseArgsConfig, parseArgs } from 'node:util';
import { EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';

/** Flags and arguments of a command, and the way to turn them down. */
export interface ReadFlags {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
  /**
   * Says why on standard error, with the usage, and gives the exit code. With `--json` it is on
   * standard output too, where a script looks for the result.
   */
  readonly refuse: (why: string) => number;
}

/**
 * Reads the flags of a command, or says on standard error what is wrong with them, without quoting
 * an argument: it may be a secret in the wrong place.
 *
 * @param options - all flags of the command but `--help`
 * @returns the flags, or the exit code when the command is over
 */
export function readFlags(
  args: readonly string[],
  io: CliIo,
  usage: string,
  options: NonNullable<ParseArgsConfig['options']>,
): ReadFlags | number {
  const refuse = (why: string) => {
    if (args.includes('--json')) {
      io.stdout(`${JSON.stringify({ error: { code: 'usage', message: why } })}\n`);
    }
    io.stderr(`${why}\n\n${usage}`);
    return EXIT.usage;
  };
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, help: { type: 'boolean', short: 'h' } },
    });
    if (values.help === true) {
      io.stdout(usage);
      return EXIT.ok;
    }
    return { values: values as ReadFlags['values'], positionals, refuse };
  } catch {
    return refuse('A flag is unknown, or has no value.');
  }
}

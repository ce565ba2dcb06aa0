import type { CliIo } from './io.ts';
import { readFlags } from './read-flags.ts';

/** Flags of the commands that call the short-token endpoints. */
export interface ShortTokenFlags {
  readonly baseUrl: string | undefined;
  readonly json: boolean;
  readonly reveal: boolean;
  /** Says what is wrong, and gives the exit code. */
  readonly refuse: (why: string) => number;
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
  const flags = readFlags(args, io, usage, FLAGS);
  if (typeof flags === 'number') return flags;
  const { values, positionals, refuse } = flags;
  if (positionals.length > 0 || values.bearer !== undefined || values.token !== undefined) {
    return refuse(
      `The ${secret} is never an argument: it would stay in the shell's history and show in the process list.`,
    );
  }
  const baseUrl = values['base-url'];
  return {
    baseUrl: typeof baseUrl === 'string' ? baseUrl : undefined,
    json: values.json === true,
    reveal: values.reveal === true,
    refuse,
  };
}

const FLAGS = {
  'base-url': { type: 'string' },
  json: { type: 'boolean' },
  reveal: { type: 'boolean' },
  // Known in order to be refused with a reason.
  bearer: { type: 'string' },
  token: { type: 'string' },
} as const;

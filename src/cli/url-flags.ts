import type { ParseArgsConfig } from 'node:util';
import type { CliIo } from './io.ts';
import { type CliLanguage, isCliLanguage } from './languages.ts';
import { readFlags } from './read-flags.ts';

/** Flags of the commands that work on one module URL; a command names those that it has. */
export interface UrlFlags {
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly json: boolean;
  readonly reveal: boolean;
  readonly allowHttpLoopback: boolean;
  /** What is said about a URL is said in it; default English. */
  readonly language: CliLanguage;
}

/**
 * Reads the flags of a command that works on one module URL, or says what is wrong with them
 * without quoting an argument: it may be a secret in the wrong place.
 *
 * @param urls - how many URLs the command takes at least; it never takes more than one
 * @returns the flags, or the exit code when the command is over
 */
export function readUrlFlags(
  args: readonly string[],
  io: CliIo,
  usage: string,
  options: NonNullable<ParseArgsConfig['options']>,
  urls: 0 | 1,
): UrlFlags | number {
  const flags = readFlags(args, io, usage, options);
  if (typeof flags === 'number') return flags;
  const { values, positionals, refuse } = flags;
  if (positionals.length < urls) {
    return refuse('Which URL? Put it in quotes, the shell has uses of its own for { & ?');
  }
  if (positionals.length > 1) return refuse('One URL at a time; put it in quotes.');
  const { token, lang = 'en' } = values;
  if (typeof lang !== 'string' || !isCliLanguage(lang)) return refuse('--lang must be en or id.');
  return {
    url: positionals[0],
    token: typeof token === 'string' ? token : undefined,
    json: values.json === true,
    reveal: values.reveal === true,
    allowHttpLoopback: values['allow-http-loopback'] === true,
    language: lang,
  };
}

import { redactPart } from './redact-text.ts';
import type { RedactionRules } from './redaction-rules.ts';

/** Where redacted lines go: a stream, a file, `process.stdout`. */
export interface LogDestination {
  /** Takes whole lines. */
  write(text: string): unknown;
  /** Called when everything is written; never on the standard output of the process. */
  end?(): unknown;
  /** Waits until there is room again. */
  once?(event: 'drain', listener: () => void): unknown;
}

/** A stream of Node's, where the types of Node are there to say what that is. */
export type LogStream = typeof globalThis extends {
  process: { stdin: { pipe: (destination: infer Stream, ...rest: never[]) => unknown } };
}
  ? Stream
  : { write(text: string | Uint8Array): boolean; end(): unknown };

/** Text without a line break that is held back at most, in characters; a token has 512. */
const MAX_HELD = 65_536;
/** What stays of it when it gets longer: more than a token in any notation. */
const OVERLAP = 8_192;
/** From one place that it may be cut at to the one before, in characters. */
const STEP = 512;

/**
 * Makes a `Writable` that masks what goes through it. A line is passed on when it is complete, so that
 * no token comes out in two halves.
 *
 * @throws TypeError on platforms without the streams of Node
 */
export function redactingStream(rules: RedactionRules, destination: LogDestination): LogStream {
  const { Writable } = nodeStreams();
  const decoder = new TextDecoder();
  let held = '';

  /** @returns what may be written of all that came */
  function take(isLast: boolean): string {
    const end = isLast ? held.length : endOfWhole(rules, held);
    const { text } = redactPart(rules, held.slice(0, end));
    held = held.slice(end);
    return text;
  }

  function pass(text: string, done: () => void): void {
    if (text === '' || destination.write(text) !== false || !destination.once) done();
    else destination.once('drain', done);
  }

  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Uint8Array, _encoding: string, done: (error?: unknown) => void) {
      try {
        held += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
        pass(take(false), done);
      } catch (error) {
        done(error);
      }
    },
    final(done: (error?: unknown) => void) {
      try {
        held += decoder.decode();
        pass(take(true), () => {
          if (!isStandardOutput(destination)) destination.end?.();
          done();
        });
      } catch (error) {
        done(error);
      }
    },
  });
  return stream as LogStream;
}

/** How much of a text is complete: whole lines, unless one is cut off in the middle of a token's place. */
function endOfWhole(rules: RedactionRules, held: string): number {
  const line = held.lastIndexOf('\n') + 1;
  if (held.length - line > MAX_HELD) return endWithoutLine(rules, held);
  const { open = line } = redactPart(rules, held.slice(0, line));
  const start = Math.min(open, openedList(held, line));
  return line - start > MAX_HELD ? line : start;
}

/** Where the text before `end` ends in a bracket that may open `["token", "T"]`, indented; else `end`. */
function openedList(text: string, end: number): number {
  const written = text.slice(0, end).trimEnd();
  return written.endsWith('[') ? written.length - 1 : end;
}

/**
 * Where to cut a line without end: far enough from its end that no token is in halves, and where both
 * parts, masked apart, are the whole masked. The last place tried, where there is none such.
 */
function endWithoutLine(rules: RedactionRules, held: string): number {
  const textOf = (part: string) => redactPart(rules, part).text;
  const whole = textOf(held);
  const last = held.length - OVERLAP;
  for (let end = last; end > last - OVERLAP; end -= STEP) {
    if (textOf(held.slice(0, end)) + textOf(held.slice(end)) === whole) return end;
  }
  return last;
}

function isStandardOutput(destination: unknown): boolean {
  const { process } = globalThis as { process?: { stdout?: unknown; stderr?: unknown } };
  return destination === process?.stdout || destination === process?.stderr;
}

interface Streams {
  readonly Writable: new (options: object) => unknown;
}

/** Without an import, which bundlers for other platforms would stumble over. */
function nodeStreams(): Streams {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => Streams | undefined };
  };
  const streams = process?.getBuiltinModule?.('node:stream');
  if (streams === undefined) {
    throw new TypeError('redactor.stream() needs the streams of Node; redactor.print() does not.');
  }
  return streams;
}

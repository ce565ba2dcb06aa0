import type { DecodedText } from './decoded-text.ts';

/** A stretch of a text that is to be masked. */
export interface Secret {
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** What was found in a text. */
export interface FoundSecrets {
  /** From left to right, without overlap. */
  readonly secrets: readonly Secret[];
  /** Where something begins that the end of the text cuts short; `undefined` where nothing does. */
  readonly open: number | undefined;
}

/** Notes what is found in a decoded text, by its places in the source. */
export interface SecretLog {
  /** @param start, end - places in the decoded text; `end` exclusive */
  readonly mask: (start: number, end: number) => void;
  /** Notes that the text ends in the middle of what begins at `from`, if `at` is its end. */
  readonly noteEnd: (from: number, at: number) => void;
  readonly found: () => FoundSecrets;
}

export function secretLog({ starts, ends, length }: DecodedText): SecretLog {
  const secrets: Secret[] = [];
  let open: number | undefined;
  return {
    mask(start, end) {
      if (end > start) secrets.push({ start: starts[start] ?? 0, end: ends[end - 1] ?? 0 });
    },
    noteEnd(from, at) {
      if (at >= length) open ??= starts[from];
    },
    found: () => ({ secrets, open }),
  };
}

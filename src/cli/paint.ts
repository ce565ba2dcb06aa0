import type { CliIo } from './io.ts';

const CODES = { red: 31, green: 32, yellow: 33, blue: 34, bold: 1, dim: 2 } as const;

/** Colours text where the terminal wants it. */
export function paint(io: CliIo, colour: keyof typeof CODES, text: string): string {
  return io.colour ? `\x1b[${CODES[colour]}m${text}\x1b[0m` : text;
}

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { declarationEntries, findGaps, type Gap } from './support/docstrings.ts';

const KINDS = ['sentence', '@param', '@returns', '@throws', '@example'] as const;

const told = (gaps: readonly Gap[]) =>
  gaps.map(({ name, lacks, detail }) => `${name} lacks ${lacks} ${detail}`.trim());

/** How much is missing, by room and kind. */
function tableOf(gaps: readonly Gap[]): Record<string, Record<string, number>> {
  const rooms = [...new Set(gaps.map(({ room }) => room))];
  const count = (room: string, kind: string) =>
    gaps.filter((gap) => gap.room === room && gap.lacks === kind).length;
  return Object.fromEntries(
    rooms.map((room) => [room, Object.fromEntries(KINDS.map((kind) => [kind, count(room, kind)]))]),
  );
}

test('every export says what it does, takes, gives and throws', () => {
  const gaps = findGaps(declarationEntries());
  if (gaps.length > 0) console.table(tableOf(gaps));
  if (process.env.GAPS) console.log(gaps.map((gap) => `${gap.room}: ${told([gap])}`).join('\n'));
  expect(told(gaps)).toEqual([]);
});

test('what a docstring does not say is found', () => {
  const folder = mkdtempSync(join(tmpdir(), 'docstrings-'));
  const entry = join(folder, 'index.d.ts');
  try {
    writeFileSync(entry, DECLARATIONS);
    expect(told(findGaps([entry], folder))).toEqual([
      'bare lacks sentence',
      'bare lacks @param a',
      'bare lacks @returns string',
      'bare lacks @throws or the words "never throws"',
      'bare lacks @example',
      'half lacks @param b',
      'Bare lacks sentence',
      'Bare.member lacks sentence',
      'Bare.nested lacks sentence',
      'Bare.nested.deep lacks sentence',
      'Union.kind lacks sentence',
      'Thing.method lacks sentence',
      'constant lacks sentence',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

const DECLARATIONS = `
export declare function bare(a: string): string;
/**
 * Does half of it. Never throws.
 * @param a - one
 * @example half(1, 2)
 */
export declare function half(a: number, b: number): void;
/**
 * Does it all.
 * @param options.a - one
 * @returns two
 * @throws RangeError for three
 * @example whole({ a: 1 })
 */
export declare function whole(options: { a: number }): number;
/** The second signature has what the first one says. */
export declare function whole(): number;
export interface Bare { member: string; nested: { deep: 1 } }
/** Either. */
export type Union =
  | {
      /** Said. */
      a: 1;
    }
  | { kind: 2 };
/** A class. */
export declare class Thing { private secret; get name(): string; method(): void }
export declare const constant: 1;
`;

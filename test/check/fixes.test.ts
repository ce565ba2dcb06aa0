import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { type Chance, fromChance, oneOf } from '../support/chance.ts';
import { generatedUrl } from '../support/generated-url.ts';

interface Row {
  readonly source: string;
}

const CORPUS: readonly string[] = ['pasted-urls', 'placeholder-spellings'].flatMap((file) =>
  (JSON.parse(readFileSync(new URL(`corpus/${file}.json`, import.meta.url), 'utf8')) as Row[]).map(
    ({ source }) => source,
  ),
);

const SOURCES: readonly (readonly [name: string, sources: () => Iterable<string>])[] = [
  ['every row of the corpora', () => CORPUS],
  ['5,000 rows with something put in or left out', () => varied(5_000, fromChance(2))],
  ['10,000 generated URLs', () => generated(10_000, fromChance(3))],
];

describe.each(SOURCES)('of %s', (_, sources) => {
  test('the fix of the whole passes the check and has nothing left to mend', () => {
    for (const source of sources()) {
      const { fix } = checkModuleUrl(source);
      if (fix === undefined) continue;
      const mended = checkModuleUrl(fix);
      if (!mended.ok || mended.fix !== undefined) fail(source, fix, mended.fix ?? 'refused');
    }
  });

  test('a single fix changes nothing outside of its range, or cuts both ends of a pair', () => {
    for (const source of sources()) {
      for (const { start, end, fix } of checkModuleUrl(source).diagnostics) {
        if (fix === undefined) continue;
        const isKept =
          fix.startsWith(source.slice(0, start)) &&
          fix.endsWith(source.slice(end)) &&
          fix.length >= start + source.length - end;
        // Quotes and the like go in pairs.
        if (!isKept && !source.includes(fix)) fail(source, fix, `outside of ${start} to ${end}`);
      }
    }
  });

  test('ranges lie within the source, and cut no character in two', () => {
    for (const source of sources()) {
      for (const { start, end, code } of checkModuleUrl(source).diagnostics) {
        if (start < 0 || end > source.length || start > end) fail(source, code, `${start} ${end}`);
        if (code === 'lone-surrogate') continue;
        for (const at of [start, end]) {
          const isInPair = /[\ud800-\udbff]$/.test(source.slice(0, at)) && isLow(source[at]);
          if (isInPair) fail(source, code, `cuts a pair at ${at}`);
        }
      }
    }
  });
});

function* generated(count: number, chance: Chance): Generator<string> {
  for (let i = 0; i < count; i++) yield generatedUrl(chance);
}

function* varied(count: number, chance: Chance): Generator<string> {
  const characters = '{}<>[]()"\'\\%#?&=:/. \u200b\u00a0SHORT_TOKEN';
  for (let i = 0; i < count; i++) {
    const row = oneOf(chance, CORPUS);
    if (row.length > 500) continue;
    const at = chance(row.length + 1);
    yield row.slice(0, at) +
      (chance(3) ? oneOf(chance, characters) : '') +
      row.slice(at + chance(2));
  }
}

function isLow(unit: string | undefined): boolean {
  return unit !== undefined && /[\udc00-\udfff]/.test(unit);
}

function fail(source: string, what: unknown, why: string): never {
  return expect.fail(`${JSON.stringify(source)}: ${JSON.stringify(what)}: ${why}`);
}

import { readdirSync, readFileSync } from 'node:fs';
import { brotliCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';

const FOLDER = new URL('../../dist/sandbox/pages/', import.meta.url);

test('the pages are at most 60 kB in all, compressed with brotli', () => {
  const sizes = readdirSync(FOLDER).map(
    (name) => brotliCompressSync(readFileSync(new URL(name, FOLDER))).length,
  );
  expect(sizes).toHaveLength(4);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000);
});

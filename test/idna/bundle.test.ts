import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

// Most of it is the table of Unicode; what the page of the room says.
const LIMIT_BYTES = 37_000;

async function bundled(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/idna/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'iife',
    globalName: 'idna',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  });
  return (outputFiles[0] as { contents: Uint8Array }).contents;
}

test('works in a runtime with nothing but ECMAScript', async () => {
  const realm = createContext({});
  runInContext(new TextDecoder().decode(await bundled()), realm);
  expect(runInContext('typeof URL + typeof require + typeof process', realm)).toBe(
    'undefinedundefinedundefined',
  );
  expect(runInContext("idna.domainToAscii('บริการ.example')", realm)).toBe(
    'xn--12c3c1ab8ek.example',
  );
  expect(runInContext("idna.domainToAscii('xn--xn---epa.example')", realm)).toBeNull();
});

test(`is at most ${LIMIT_BYTES} bytes, minified and brotli-compressed`, async () => {
  const bytes = await bundled();
  expect(bytes.length).toBeGreaterThan(100_000);
  expect(brotliCompressSync(bytes).length).toBeLessThanOrEqual(LIMIT_BYTES);
});

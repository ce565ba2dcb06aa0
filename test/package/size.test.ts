import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

// The aim is 4,000.
const LIMIT_BYTES = 15_500;

// Platform APIs that one of the promised runtimes lacks or has wrong.
const FORBIDDEN = [
  'URL(',
  'URL.',
  'URLSearchParams',
  'TextEncoder',
  'TextDecoder',
  'Buffer',
  'process.',
  'typeof process',
  'require',
  'crypto',
  'structuredClone',
  'fetch',
];

async function bundled(): Promise<{ code: string; bytes: Uint8Array; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    metafile: true,
    write: false,
  });
  const [output] = outputFiles;
  if (!output) throw new Error('esbuild wrote nothing.');
  return { code: output.text, bytes: output.contents, inputs: Object.keys(metafile.inputs) };
}

test(`the entry is at most ${LIMIT_BYTES} bytes, minified and brotli-compressed`, async () => {
  const { bytes } = await bundled();
  const compressed = brotliCompressSync(bytes).length;
  console.log(`The entry is ${compressed} bytes (brotli) of ${bytes.length} (minified).`);
  expect(bytes.length).toBeGreaterThan(5_000);
  expect(compressed).toBeLessThanOrEqual(LIMIT_BYTES);
});

test('the entry imports nothing and consists of the URL room and the errors', async () => {
  const { code, inputs } = await bundled();
  expect(code).not.toMatch(/\bimport\b/);
  const foreign = inputs.filter(
    (path) => !/^src\/(?:index|errors|(?:token|url)\/[\w-]+)\.ts$/.test(path),
  );
  expect(foreign).toEqual([]);
});

test('the entry names no platform API that a promised runtime lacks or has wrong', async () => {
  const { code } = await bundled();
  const named = FORBIDDEN.filter((name) => {
    const start = /^\w/.test(name) ? '(?<![\\w$-])' : '';
    return RegExp(start + name.replace(/[(.]/g, '\\$&')).test(code);
  });
  expect(named).toEqual([]);
});

import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const LIMIT_BYTES = 9_000;
/** With the client for Custom Modules, which shares the transport. */
const LIMIT_WITH_MODULES = 10_700;

const CLIENT = fileURLToPath(new URL('../../src/client/index.ts', import.meta.url));

/** The subpath as a browser gets it: minified, nothing left out. */
async function bundled(names = '*'): Promise<{ code: Uint8Array; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: {
      contents: `export ${names} from '${CLIENT}';`,
      resolveDir: fileURLToPath(new URL('.', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    metafile: true,
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const used = Object.entries(output?.inputs ?? {}).filter(
    ([, { bytesInOutput }]) => bytesInOutput > 0,
  );
  return { code: outputFiles[0]?.contents ?? new Uint8Array(), inputs: used.map(([path]) => path) };
}

test.each([
  ['{ createShortTokenClient }', LIMIT_BYTES],
  ['*', LIMIT_WITH_MODULES],
])('%s of ./client is at most %i bytes, minified and brotli-compressed', async (names, limit) => {
  const { code } = await bundled(names);
  expect(code.length).toBeGreaterThan(5_000);
  expect(brotliCompressSync(code).length).toBeLessThanOrEqual(limit);
});

test('./client brings no dependency and makes no code', async () => {
  const { code, inputs } = await bundled();
  expect(inputs.filter((path) => /node_modules|openapi/.test(path))).toEqual([]);
  // A strict Content-Security-Policy reports every `new Function`, caught or not.
  expect(new TextDecoder().decode(code)).not.toMatch(/\bFunction\(/);
});

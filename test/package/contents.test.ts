import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

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

test('the entry imports nothing and consists of the URL room and the errors', async () => {
  const { code, inputs } = await bundled('src/index.ts');
  expect(code).not.toMatch(/\bimport\b/);
  const foreign = inputs.filter(
    (path) => !/^src\/(?:index|errors|(?:token|url)\/[\w-]+)\.ts$/.test(path),
  );
  expect(foreign).toEqual([]);
});

test('the entry names no platform API that a promised runtime lacks or has wrong', async () => {
  const { code } = await bundled('src/index.ts');
  const named = FORBIDDEN.filter((name) => {
    const start = /^\w/.test(name) ? '(?<![\\w$-])' : '';
    return RegExp(start + name.replace(/[(.]/g, '\\$&')).test(code);
  });
  expect(named).toEqual([]);
});

test('the client brings no dependency and makes no code', async () => {
  const { code, inputs } = await bundled('src/client/index.ts');
  expect(inputs.filter((path) => /node_modules|openapi/.test(path))).toEqual([]);
  // A strict Content-Security-Policy reports every `new Function`, caught or not.
  expect(code).not.toMatch(/\bFunction\(/);
});

/** An entry minified, and the sources of which anything is left. */
async function bundled(entry: string): Promise<{ code: string; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    entryPoints: [fileURLToPath(new URL(`../../${entry}`, import.meta.url))],
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
  const inputs = Object.entries(output?.inputs ?? {}).filter(
    ([, { bytesInOutput }]) => bytesInOutput > 0,
  );
  return { code: outputFiles[0]?.text ?? '', inputs: inputs.map(([path]) => path) };
}

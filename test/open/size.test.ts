import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CARRIED = ['./src/index.ts', './src/client/index.ts'];

/** Bytes of these entries in one bundle: minified, brotli-compressed, nothing left out. */
async function weigh(entries: readonly string[]): Promise<{ bytes: number; code: string }> {
  const { outputFiles } = await build({
    stdin: {
      contents: entries.map((entry, n) => `export * as room${n} from '${entry}';`).join('\n'),
      resolveDir: ROOT,
    },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    write: false,
  });
  const code = outputFiles[0]?.text ?? '';
  return { bytes: brotliCompressSync(code).length, code };
}

test.each([
  ['./open', './src/open/index.ts', 3_000],
  ['./modules', './src/modules/index.ts', 6_000],
])('%s adds at most its share to . and ./client', async (_, entry, limit) => {
  const [without, along] = await Promise.all([weigh(CARRIED), weigh([...CARRIED, entry])]);
  const added = along.bytes - without.bytes;
  expect(added).toBeGreaterThan(300);
  expect(added).toBeLessThanOrEqual(limit);
});

test('neither carries the texts of a settings page', async () => {
  const { code } = await weigh(['./src/open/index.ts', './src/modules/index.ts']);
  expect(code).toContain('The page opens in a moment.');
  expect(code).not.toContain('Everybody on the way can read http');
  expect(code).not.toContain('Awali URL dengan');
});

test('one language does not carry the other', async () => {
  const { code } = await weigh(['./src/texts/id.ts']);
  expect(code).toContain('Awali URL dengan');
  expect(code).not.toContain('Everybody on the way can read http');
});

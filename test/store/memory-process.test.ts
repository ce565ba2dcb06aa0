import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const dir = mkdtempSync(join(tmpdir(), 'short-token-memory-'));
const bundle = join(dir, 'memory.mjs');

beforeAll(async () => {
  await build({
    entryPoints: [new URL('../../src/store/memory.ts', import.meta.url).pathname],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: bundle,
  });
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function inProcess(body: string): Promise<Record<string, number>> {
  const script = `import { createMemoryStore } from '${bundle}';\n${body}`;
  const flags = ['--expose-gc', '--max-old-space-size=4096', '--input-type=module', '-e', script];
  const { stdout } = await run(process.execPath, flags);
  return JSON.parse(stdout);
}

test('does not keep the process alive', async () => {
  const { live } = await inProcess(`
    const store = createMemoryStore();
    await store.create('id', 'x', { ttlMs: 3_600_000 });
    console.log(JSON.stringify({ live: 1 }));
  `);
  expect(live).toBe(1);
});

test('gives the memory of a million entries back when they expire at one instant, in small slices', async () => {
  const { full, before, after, most } = (await inProcess(`
    let now = 0;
    const store = createMemoryStore({ clock: () => now });
    const inUse = async () => {
      await new Promise(setImmediate);
      gc();
      return process.memoryUsage().heapUsed;
    };
    const before = await inUse();
    for (let i = 0; i < 1_000_000; i += 1) {
      store.create('an id as long as a digest is, ' + i, 'envelope ' + i, { ttlMs: 1_000 });
    }
    const full = await inUse();
    now = 1_000;
    let most = 0;
    let left = full;
    for (let slice = 0; slice < 40; slice += 1) {
      for (let i = 0; i < 5_000; i += 1) {
        store.create('new ' + slice + ' ' + i, 'x', { ttlMs: 1_000 });
        store.revoke('new ' + slice + ' ' + i);
      }
      const next = await inUse();
      most = Math.max(most, left - next);
      left = next;
    }
    now = 3_000;
    for (let i = 0; i < 100_000; i += 1) store.create('late ' + (i % 10), 'x', { ttlMs: 1 }), now += 0.01;
    console.log(JSON.stringify({ before, full, after: await inUse(), most }));
    await store.close();
  `)) as { full: number; before: number; after: number; most: number };
  expect(full - before).toBeGreaterThan(100_000_000);
  expect(after - before).toBeLessThan(20_000_000);
  // Five thousand creates free no more than forty thousand entries.
  expect(most).toBeLessThan((full - before) / 8);
}, 120_000);

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

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

describe('a memory store in a process of its own', () => {
  it('does not keep the process alive', async () => {
    const { live } = await inProcess(`
      const store = createMemoryStore();
      await store.create('id', 'x', { ttlMs: 3_600_000 });
      console.log(JSON.stringify({ live: 1 }));
    `);
    expect(live).toBe(1);
  });

  it('gives the memory of a million entries back when they expire at one instant, in small slices', async () => {
    const { before, full, after, most, slices } = await inProcess(`
      let now = 0;
      const store = createMemoryStore({ clock: () => now });
      const inUse = async () => {
        await new Promise(setImmediate);
        gc();
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        return heapUsed + arrayBuffers;
      };
      const before = await inUse();
      for (let i = 0; i < 1_000_000; i += 1) {
        store.create('an id as long as a digest is, ' + i, 'envelope ' + i, { ttlMs: 1_000 });
      }
      const full = await inUse();
      now = 1_000;
      // Counts how often the process gets a turn while the store sweeps.
      let slices = 0;
      let most = 0;
      let left = full;
      for (; left > before + 10_000_000 && slices < 60_000; slices += 1) {
        await new Promise((done) => setTimeout(done, 1));
        if (slices % 100 !== 99) continue;
        const next = await inUse();
        most = Math.max(most, left - next);
        left = next;
      }
      console.log(JSON.stringify({ before, full, after: await inUse(), most, slices }));
    `);
    expect(full! - before!).toBeGreaterThan(100_000_000);
    expect(after! - before!).toBeLessThan(10_000_000);
    // Not in one go: at least a few dozen turns in between, and never half of it at once.
    expect(slices).toBeGreaterThan(50);
    expect(most).toBeLessThan((full! - before!) / 2);
  }, 60_000);
});

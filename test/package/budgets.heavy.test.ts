import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingPackages } from '../runtimes/support/installed.ts';
import { BUDGETS, limitsFor, type Measure } from './support/budgets.ts';
import { brotliBytes, byEsbuild, byMetro, byRolldown, byWebpack } from './support/bundlers.ts';
import {
  type Installation,
  installTarball,
  missingConsumers,
  ROOT,
} from './support/installation.ts';
import { differsFrom, readSizes, type Sizes, writeSizes } from './support/size-table.ts';

const REACT_NATIVES = ['0.76', 'current'];
const missingMetro = ['0.76', 'current']
  .map((version) => missingPackages(join(ROOT, `test/runtimes/react-native-${version}`)))
  .find(Boolean);

const sizes: Sizes = new Map(BUDGETS.map(({ entry }) => [entry, {}]));

function holds(entry: string, measure: Measure, bytes: number, limit: number): void {
  Object.assign(sizes.get(entry) ?? {}, { [measure]: bytes });
  // Less than that would be no bundle.
  expect(bytes).toBeGreaterThan(200);
  const advice = 'find out what makes it so large, or raise its limit in test/package/budgets.json';
  expect(bytes, `${entry} by ${measure}: ${advice}`).toBeLessThanOrEqual(limit);
}

let installation: Installation;
beforeAll(async () => {
  installation = await installTarball();
});
afterAll(() => installation?.close());

describe('by esbuild', () => {
  test.each(limitsFor('esbuild'))('%s takes at most %i bytes', async (entry, limit) => {
    const code = await byEsbuild(installation.folder, entry);
    holds(entry, 'esbuild', code.length, limit);
  });

  test.each(limitsFor('brotli'))('%s takes at most %i bytes, compressed', async (entry, limit) => {
    const code = await byEsbuild(installation.folder, entry);
    holds(entry, 'brotli', brotliBytes(code), limit);
  });
});

describe.skipIf(missingConsumers)(titled('by Rolldown', missingConsumers), () => {
  test.each(limitsFor('rolldown'))('%s takes at most %i bytes', async (entry, limit) => {
    holds(entry, 'rolldown', await byRolldown(installation.folder, entry), limit);
  });
});

describe.skipIf(missingConsumers)(titled('by webpack', missingConsumers), () => {
  test.each(limitsFor('webpack'))('%s takes at most %i bytes', async (entry, limit) => {
    holds(entry, 'webpack', await byWebpack(installation.folder, entry), limit);
  });
});

describe.skipIf(missingMetro)(titled('by Metro', missingMetro), () => {
  let counted: readonly ReadonlyMap<string, number>[];
  beforeAll(async () => {
    const entries = limitsFor('metro').map(([entry]) => entry);
    counted = [];
    for (const version of REACT_NATIVES) counted = [...counted, await byMetro(version, entries)];
  });

  // That of the older React Native is the larger one.
  test.each(limitsFor('metro'))('%s takes at most %i bytes', (entry, limit) => {
    const bytes = Math.max(...counted.map((bytesOf) => bytesOf.get(entry) ?? Number.NaN));
    holds(entry, 'metro', bytes, limit);
  });
});

test.skipIf(missingConsumers ?? missingMetro)('the page says what was counted', () => {
  if (process.env.UPDATE_DOCS) writeSizes(sizes);
  const advice = 'UPDATE_DOCS=1 npm run test:package writes the table of the README anew';
  expect(differsFrom(sizes, readSizes()), advice).toEqual([]);
});

function titled(name: string, missing: string | undefined): string {
  return missing ? `${name} (${missing})` : name;
}

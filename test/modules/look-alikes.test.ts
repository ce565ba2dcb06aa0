import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deriveLookAlikes, writeLookAlikes } from './support/derive-look-alikes.ts';

const FILE = new URL('../../src/modules/look-alikes.ts', import.meta.url);

test('the table is what Unicode says of basic Latin (UPDATE_TABLE=1 writes it)', async () => {
  const derived = deriveLookAlikes();
  const { UPDATE_TABLE } = process.env;
  if (UPDATE_TABLE) writeFileSync(FILE, writeLookAlikes(derived));
  const { LOOK_ALIKES } = await import('../../src/modules/look-alikes.ts');
  expect(LOOK_ALIKES).toEqual(derived);
});

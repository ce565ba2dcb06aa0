import { expect, test, vi } from 'vitest';

test('names every caller without a key anew, from the first one on', async () => {
  vi.resetModules();
  const { redeemerFor } = await import('../../src/issuer/redeemer.ts');
  const names = Array.from({ length: 300 }, () => redeemerFor('id', undefined));
  expect(new Set(names).size).toBe(300);
  for (const name of names) expect(name).toMatch(/^[\w-]{22}$/);
});

import { expect, test } from 'vitest';
import { fromChance } from '../support/chance.ts';
import { generatedUrl } from '../support/generated-url.ts';
import { disagreement } from './support/disagreement.ts';

const URLS = 20_000;

test(`of ${URLS} generated URLs every reader reads what is accepted in the same way`, () => {
  const chance = fromChance(1);
  let accepted = 0;
  for (let i = 0; i < URLS; i++) {
    const source = generatedUrl(chance);
    const difference = disagreement(source);
    if (difference) expect.fail(`${JSON.stringify(source)}: ${difference}`);
    if (difference === undefined) accepted++;
  }
  expect(accepted).toBeGreaterThan(URLS / 4);
});

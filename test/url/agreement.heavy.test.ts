import { expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { domainToAscii } from '../../src/idna/index.ts';
import { fromChance, oneOf } from '../support/chance.ts';
import { generatedUrl } from '../support/generated-url.ts';
import { disagreement } from './support/disagreement.ts';

/*
 * As many as there is time for; what is promised was seen of 2,000,000:
 * URLS=2000000 SEED=1 npx vitest run --config test/vitest.config.ts test/url/agreement.heavy
 */
const URLS = Number(process.env.URLS ?? 50_000);
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const MINUTES = 60_000;

test(
  `of ${URLS} generated URLs (seed ${SEED}) every reader reads what is accepted in the same way`,
  () => {
    const chance = fromChance(SEED);
    let accepted = 0;
    for (let i = 0; i < URLS; i++) {
      const source = generatedUrl(chance);
      const difference = disagreement(source);
      if (difference) expect.fail(`${JSON.stringify(source)}: ${difference}`);
      if (difference === undefined) accepted++;
    }
    expect(accepted).toBeGreaterThan(URLS / 4);
  },
  60 * MINUTES,
);

test(
  `of ${URLS} Punycode labels (seed ${SEED}) those accepted are hosts to every reader`,
  () => {
    const chance = fromChance(SEED);
    let accepted = 0;
    for (let i = 0; i < URLS; i++) {
      let label = 'xn--';
      // Now and then Punycode within Punycode, the one kind on which readers were seen to differ.
      if (chance(16) === 0) label += 'xn--';
      for (let left = 2 + chance(8); left > 0; left--) {
        label += oneOf(chance, 'abcdefghijklmnopqrstuvwxyz0123456789-');
      }
      const source = `https://${label}.example/`;
      for (const options of [{}, { domainToAscii }]) {
        if (!checkModuleUrl(source, options).ok) continue;
        accepted++;
        const difference = disagreement(source, options);
        if (difference) expect.fail(`${source}: ${difference}`);
      }
    }
    expect(accepted).toBeGreaterThan(URLS / 100);
  },
  60 * MINUTES,
);

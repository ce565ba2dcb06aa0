import { createTokenFactory } from '@mileapp/custom-module-url/token';
import { equal, rejection, skip, suite } from './harness.mjs';

export default suite('token', {
  'makes tokens of 22 unambiguous characters': () => {
    if (!globalThis.crypto) return skip('but for tokens by its own randomness: it has no `crypto`');
    const generate = createTokenFactory();
    const tokens = new Set(Array.from({ length: 1_000 }, generate));
    equal(tokens.size, 1_000);
    equal(
      [...tokens].filter((token) => !/^[\dA-Za-z]{22}$/.test(token)),
      [],
    );
  },
  'takes randomness from elsewhere': () => {
    const generate = createTokenFactory({ length: 24, random: (bytes) => new Uint8Array(bytes) });
    equal(/^(.)\1{23}$/.test(generate()), true);
  },
  'refuses tokens that could be guessed': async () => {
    equal((await rejection(() => createTokenFactory({ length: 8 }))) instanceof Error, true);
  },
});

// node --expose-gc sealed.mjs
// A whole generate and a whole resolve in process (authenticate, token, derivation, envelope,
// store), against the cryptography in them and nothing else: HKDF as three HMACs, AES-256-GCM of
// 1,280 bytes (a bearer of 1,000, its name, two ids, padded) and, to generate, the bearer's digest
// and a nonce. What it leaves out: the token, the bearer's `exp`, text, promises and the store.
import { randomBytes } from 'node:crypto';
import { createIssuer } from '../../../dist/issuer/index.js';
import { createMemoryStore } from '../../../dist/store/memory.js';
import { bearerId, derive, open, padded, seal } from './bare-issuer.mjs';
import { interleave, nanoseconds, printRatios } from './measure.mjs';

const COUNT = Number(process.env.COUNT ?? 20_000);
const ROUNDS = Number(process.env.ROUNDS ?? 15);

const user = { userId: '64f0c0ffee64f0c0ffee64f0', organizationId: '64f0c0ffee64f0c0ffee64f1' };
const claims = { sub: user.userId, exp: 4e9, pad: 'p'.repeat(360) };
const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
const bearer = `eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.${payload}.${'s'.repeat(342)}`;
const plain = JSON.stringify({ bearerToken: bearer, bearerId: bearerId(bearer), ...user });
const bytes = padded(plain);

function bareGenerate(token) {
  bearerId(bearer);
  return seal(derive(token), bytes);
}

const tokens = Array.from({ length: COUNT }, () => randomBytes(16).toString('base64url'));
const sealed = tokens.map(bareGenerate);

// One issuer for all rounds, as a server has it, over a store that is new in each, so that rounds do
// not add up.
let inner = createMemoryStore();
const store = {
  create: (id, envelope, options) => inner.create(id, envelope, options),
  read: (id) => inner.read(id),
  claim: (id, by) => inner.claim(id, by),
  revoke: (id) => inner.revoke(id),
};
const issuer = createIssuer({ store, authenticate: () => user });

async function withIssuer(work) {
  inner = createMemoryStore();
  globalThis.gc?.();
  return work(issuer);
}

const results = await interleave(
  {
    'bare encryption': () =>
      nanoseconds(() => {
        for (let i = 0; i < COUNT; i += 1) bareGenerate(tokens[i]);
      }),
    'issuer.generate': () =>
      withIssuer((issuer) =>
        nanoseconds(async () => {
          for (let i = 0; i < COUNT; i += 1) await issuer.generate({ bearer });
        }),
      ),
    'bare decryption': () =>
      nanoseconds(() => {
        for (let i = 0; i < COUNT; i += 1) open(derive(tokens[i]), sealed[i]);
      }),
    'issuer.resolve': () =>
      withIssuer(async (issuer) => {
        const issued = [];
        for (let i = 0; i < COUNT; i += 1)
          issued.push((await issuer.generate({ bearer })).shortToken);
        globalThis.gc?.();
        return nanoseconds(async () => {
          for (let i = 0; i < COUNT; i += 1) {
            if (!(await issuer.resolve(issued[i])).ok) throw new Error('a valid token was refused');
          }
        });
      }),
  },
  ROUNDS,
);
for (const [name, ns] of Object.entries(results)) {
  console.log(`${(ns / COUNT / 1_000).toFixed(2).padStart(6)} µs  ${name}`);
}
printRatios('× the bare cryptography', 1, {
  'issuer.generate': results['bare encryption'] / results['issuer.generate'],
  'issuer.resolve': results['bare decryption'] / results['issuer.resolve'],
});

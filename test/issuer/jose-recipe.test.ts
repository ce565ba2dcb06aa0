import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NodeServer, startServer } from './support/node-server.ts';
import { BEARER, failure, setUp } from './support/set-up.ts';

// The recipe of src/issuer/README.md as it stands there, against a key set that is served here.
const README = new URL('../../src/issuer/README.md', import.meta.url);
const SOURCE = /```ts\n(import \{ createRemoteJWKSet[\s\S]*?)```/.exec(
  readFileSync(README, 'utf8'),
)?.[1];
const KEY_SET_URL = 'https://id.example/.well-known/jwks.json';

type Authenticate = (bearer: string) => Promise<unknown>;
const bench = createRequire(new URL('../bench/issuer/package.json', import.meta.url));

function joseMissing(): string | undefined {
  try {
    bench.resolve('jose');
    return undefined;
  } catch {
    if (process.env.CI) throw new Error('jose is not installed in test/bench/issuer.');
    return 'jose is not installed in test/bench/issuer';
  }
}

const OWN = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const OTHER = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const NOBODYS = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const CLAIMS = {
  ...{ iss: 'https://id.example', aud: 'mileapp', exp: 4e9 },
  ...{ sub: 'u1', organizationId: 'o1' },
};

function jwt(header: object, claims: object = CLAIMS, { privateKey } = OWN): string {
  const parts = [{ alg: 'RS256', typ: 'JWT', ...header }, claims];
  const body = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
}

const missing = joseMissing();
describe.skipIf(missing)(`the recipe for jose${missing ? ` (${missing})` : ''}`, () => {
  let server: NodeServer;
  let isDown = false;
  const dir = mkdtempSync(join(tmpdir(), 'short-token-jose-'));

  beforeAll(async () => {
    const keys = [OWN, OTHER].map(({ publicKey }, i) => ({
      ...publicKey.export({ format: 'jwk' }),
      ...{ kid: `key ${i}`, alg: 'RS256', use: 'sig' },
    }));
    server = await startServer((_request, response) => {
      response.writeHead(isDown ? 500 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ keys }));
    });
  });
  afterAll(async () => {
    await server.close();
    rmSync(dir, { recursive: true, force: true });
  });

  let copies = 0;
  /** A fresh copy, that has no keys in its memory. */
  async function recipe(): Promise<Authenticate> {
    expect(SOURCE).toContain(KEY_SET_URL);
    copies += 1;
    const outfile = join(dir, `recipe-${copies}.mjs`);
    await build({
      stdin: { contents: SOURCE?.replace(KEY_SET_URL, server.origin) ?? '', loader: 'ts' },
      alias: { jose: bench.resolve('jose') },
      ...{ bundle: true, platform: 'node', format: 'esm', outfile },
    });
    return (await import(outfile)).authenticate;
  }

  test.each<[string, () => string, unknown]>([
    [
      'knows the owner of a good one',
      () => jwt({ kid: 'key 0' }),
      { userId: 'u1', organizationId: 'o1' },
    ],
    ['refuses one without a kid, which two keys match', () => jwt({}), null],
    ['refuses one with the kid of nobody', () => jwt({ kid: 'key 9' }), null],
    ['refuses one with the kid of another key', () => jwt({ kid: 'key 1' }), null],
    ['refuses one that nobody signed', () => jwt({ kid: 'key 0' }, CLAIMS, NOBODYS), null],
    ['refuses one that is over', () => jwt({ kid: 'key 0' }, { ...CLAIMS, exp: 1 }), null],
    ['refuses one for somebody else', () => jwt({ kid: 'key 0' }, { ...CLAIMS, aud: 'x' }), null],
    ['refuses one that is not signed', () => jwt({ kid: 'key 0', alg: 'none' }), null],
    ['refuses one without a kid that nobody signed', () => BEARER, null],
    ['refuses what is no JWT', () => 'no.jwt', null],
    ['refuses an empty text', () => '', null],
  ])('%s', async (_name, bearer, owner) => {
    isDown = false;
    expect(await (await recipe())(bearer())).toEqual(owner);
  });

  test('makes an outage of a key set that cannot be had, never a refusal', async () => {
    isDown = true;
    const { issuer } = setUp({ authenticate: (await recipe()) as never });
    const error = await failure(issuer.generate({ bearer: jwt({ kid: 'key 0' }) }));
    expect(error).toMatchObject({ code: 'upstream_error' });
  });
});

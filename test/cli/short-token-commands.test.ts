import { afterEach, describe, expect, test } from 'vitest';
import { generate } from '../../src/cli/generate.ts';
import { type CliIo, mask, printable } from '../../src/cli/io.ts';
import { resolve } from '../../src/cli/resolve.ts';
import {
  closedPort,
  type LocalServer,
  type SeenRequest,
  serve,
} from '../client/support/misbehaving-server.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const BEARER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ0ZXN0In0.c2lnbmF0dXJl';
const EXPIRES_AT = '2026-01-01T00:05:00.000Z';

const open: LocalServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

/** A server that answers every call with one status and one body. */
async function answering(status: number, body: unknown): Promise<LocalServer> {
  const server = await serve((response) => response.writeHead(status).end(JSON.stringify(body)));
  open.push(server);
  return server;
}

interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly seen: readonly SeenRequest[];
}

async function run(
  command: typeof generate,
  args: readonly string[],
  {
    stdin = '',
    server,
    ...io
  }: Partial<Omit<CliIo, 'stdin'>> & { stdin?: string; server?: LocalServer } = {},
): Promise<Run> {
  let out = '';
  let err = '';
  const code = await command(server ? ['--base-url', server.baseUrl, ...args] : args, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    stdin: async () => stdin,
    env: {},
    colour: false,
    isTty: false,
    ...io,
  });
  return { code, out, err, seen: server?.seen ?? [] };
}

const GENERATED = { status: true, data: { shortToken: TOKEN, expiresAt: EXPIRES_AT } };
const RESOLVED = {
  status: true,
  data: { bearerToken: BEARER, userId: 'user-1', organizationId: 'organization-1' },
};
const REFUSED = { status: false, message: 'Short token is invalid or expired' };

describe('custom-module generate', () => {
  test.each([
    ['from the environment', { env: { MILEAPP_BEARER: BEARER } }],
    ['from standard input', { stdin: `${BEARER}\n` }],
    ['from the environment first', { env: { MILEAPP_BEARER: BEARER }, stdin: 'another' }],
  ])('takes the bearer %s and masks the token', async (_name, source) => {
    const result = await run(generate, [], { server: await answering(200, GENERATED), ...source });
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toBe(`short token  vKq… (22 characters)\nexpires at   ${EXPIRES_AT}\n`);
    expect(result.seen.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${BEARER}`]);
  });

  test('shows the token when asked to, as one line of JSON', async () => {
    const server = await answering(200, GENERATED);
    const result = await run(generate, ['--json', '--reveal'], { server, stdin: BEARER });
    expect(result.out.split('\n')).toHaveLength(2);
    expect(JSON.parse(result.out)).toEqual({
      shortToken: TOKEN,
      expiresAt: EXPIRES_AT,
      masked: false,
    });
  });

  test('ends with 1 for a rejected bearer', async () => {
    const server = await answering(401, { status: false, message: BEARER });
    const result = await run(generate, [], { server, stdin: BEARER });
    expect(result).toMatchObject({ code: 1, out: '' });
    expect(result.err).toContain('[bearer_rejected]');
    expect(result.err).not.toContain(BEARER);
  });

  test('ends with 2 without a bearer, and says where one can come from', async () => {
    const result = await run(generate, [], {
      server: await answering(200, GENERATED),
      stdin: ' \n',
    });
    expect(result).toMatchObject({ code: 2, out: '', seen: [] });
    expect(result.err).toContain('MILEAPP_BEARER');
  });

  test('ends with 2 for something that cannot be a bearer, without quoting it', async () => {
    const server = await answering(200, GENERATED);
    const result = await run(generate, [], { server, stdin: `Bearer ${BEARER}` });
    expect(result).toMatchObject({ code: 2, out: '', seen: [] });
    expect(result.err).toContain('without the word "Bearer"');
    expect(result.err).not.toContain(BEARER);
  });
});

describe('a token for a pipe', () => {
  test('is all that generate --reveal prints, and resolve takes it', async () => {
    const generated = await run(generate, ['--reveal'], {
      server: await answering(200, GENERATED),
      stdin: BEARER,
    });
    expect(generated).toMatchObject({ code: 0, out: `${TOKEN}\n` });
    expect(generated.err).toContain(EXPIRES_AT);
    const server = await answering(200, RESOLVED);
    const resolved = await run(resolve, ['--json'], { server, stdin: generated.out });
    expect(resolved.code).toBe(0);
    expect(JSON.parse(resolved.seen[0]?.body ?? '')).toEqual({ shortToken: TOKEN });
  });
});

describe('--json prints one line of JSON, whatever happens', () => {
  const cases: readonly (readonly [string, typeof generate, readonly string[], string, string])[] =
    [
      ['no bearer', generate, [], '', 'usage'],
      ['no token', resolve, [], ' \n', 'usage'],
      ['a flag that is not there', resolve, ['--frobnicate'], TOKEN, 'usage'],
      ['an argument', generate, ['an-argument'], BEARER, 'usage'],
      ['a base URL that is none', resolve, ['--base-url', 'mile.example'], TOKEN, 'usage'],
      [
        'a base URL in clear',
        resolve,
        ['--base-url', 'http://mile.example'],
        TOKEN,
        'insecure_url',
      ],
      ['a bearer that cannot be sent', generate, [], `Bearer ${BEARER}`, 'usage'],
      ['a secret that is too long', resolve, [], 'x'.repeat(16_385), 'usage'],
      ['a token that is none', resolve, [], 'two words', 'short_token_malformed'],
    ];

  test.each(cases)('%s', async (_name, command, args, stdin, code) => {
    const result = await run(command, ['--json', ...args], { stdin });
    expect(result.out.split('\n')).toHaveLength(2);
    expect(JSON.parse(result.out).error).toMatchObject({ code, message: expect.any(String) });
    expect(result.code).toBe(code === 'short_token_malformed' ? 1 : 2);
    expect(result.out + result.err).not.toMatch(/vKq7Rm|eyJ/);
  });
});

describe('custom-module resolve', () => {
  test('takes the token from standard input and masks the bearer', async () => {
    const server = await answering(200, RESOLVED);
    const result = await run(resolve, [], { server, stdin: `${TOKEN}\n` });
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toBe(
      'user          user-1\norganization  organization-1\nbearer        eyJ… (53 characters)\n',
    );
    expect(result.seen.map(({ body }) => JSON.parse(body))).toEqual([{ shortToken: TOKEN }]);
  });

  test.each([
    { flags: ['--json'], bearerToken: mask(BEARER), masked: true },
    { flags: ['--json', '--reveal'], bearerToken: BEARER, masked: false },
  ])('prints one line of JSON with $flags', async ({ flags, ...bearer }) => {
    const result = await run(resolve, flags, {
      server: await answering(200, RESOLVED),
      stdin: TOKEN,
    });
    expect(JSON.parse(result.out)).toEqual({
      ok: true,
      userId: 'user-1',
      organizationId: 'organization-1',
      ...bearer,
    });
  });

  test('asks a person for the token, on standard error', async () => {
    const server = await answering(200, RESOLVED);
    const result = await run(resolve, [], { server, stdin: TOKEN, isTty: true });
    expect(result.err).toMatch(/^Paste the short token/);
  });

  test('reads the token without showing it where it can', async () => {
    const server = await answering(200, RESOLVED);
    const readHidden = async () => TOKEN;
    const result = await run(resolve, [], { server, isTty: true, readHidden });
    expect(result).toMatchObject({ code: 0 });
    expect(result.err).toBe('Paste the short token, which is not shown, then press Enter: \n');
    const given = await run(resolve, [], {
      server,
      isTty: true,
      readHidden: async () => undefined,
    });
    expect(given.code).toBe(2);
  });

  test('ends with 1 for an invalid token, in words and in JSON', async () => {
    const server = await answering(400, REFUSED);
    const words = await run(resolve, [], { server, stdin: TOKEN });
    expect(words).toMatchObject({ code: 1, out: '' });
    expect(words.err).toContain('[short_token_invalid]');
    const json = await run(resolve, ['--json'], { server, stdin: TOKEN });
    expect(json).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(json.out)).toEqual({ ok: false, code: 'short_token_invalid' });
  });

  test('ends with 1 for something that cannot be a token, and sends nothing', async () => {
    const server = await answering(200, RESOLVED);
    const result = await run(resolve, [], { server, stdin: 'two words' });
    expect(result).toMatchObject({ code: 1, seen: [] });
  });

  test.each([
    ['an outage', () => answering(500, {}), 'upstream_error'],
    ['a login page', () => serve((response) => response.end('<html>')), 'response_not_json'],
    ['nobody there', closedPort, 'network_unreachable'],
  ])('ends with 3 after %s: it could not find out', async (_name, arrange, code) => {
    const server = await arrange();
    open.push(server);
    const words = await run(resolve, [], { server, stdin: TOKEN });
    expect(words).toMatchObject({ code: 3, out: '' });
    expect(words.err).toContain(`[${code}]`);
    const json = await run(resolve, ['--json'], { server, stdin: TOKEN });
    expect(json).toMatchObject({ code: 3, err: '' });
    expect(JSON.parse(json.out).error).toMatchObject({ code, message: expect.any(String) });
    expect(words.err + json.out).not.toContain(TOKEN);
  });

  test('lets nobody steer the terminal', async () => {
    const data = { ...RESOLVED.data, userId: '\u001b[2Juser\u202e\u009b' };
    const server = await answering(200, { status: true, data });
    const { out } = await run(resolve, [], { server, stdin: TOKEN });
    expect(out).toContain('user          \\u001b[2Juser\\u202e\\u009b\n');
  });
});

describe.each([
  ['generate', generate],
  ['resolve', resolve],
])('custom-module %s', (name, command) => {
  test('explains itself', async () => {
    for (const flag of ['--help', '-h']) {
      const result = await run(command, [flag]);
      expect(result).toMatchObject({ code: 0, err: '' });
      expect(result.out).toMatch(new RegExp(`^Usage: custom-module ${name} `));
    }
  });

  test.each([
    ['an argument', [TOKEN]],
    ['--token', ['--token', TOKEN]],
    ['--token=', [`--token=${TOKEN}`]],
    ['--bearer', ['--bearer', TOKEN]],
    ['a flag that is not there', [`--${TOKEN}`]],
    ['a short flag that is not there', [`-${TOKEN}`]],
    ['a flag without its value', ['--base-url']],
    ['a value where none belongs', [`--json=${TOKEN}`]],
  ])(
    'refuses a secret as %s with 2, unquoted, and reads and sends nothing',
    async (_case, args) => {
      const result = await run(command, args, {
        stdin: BEARER,
        env: { MILEAPP_BEARER: BEARER },
      });
      expect(result).toMatchObject({ code: 2, out: '' });
      expect(result.err).toContain('Usage:');
      expect(result.err).not.toContain(TOKEN);
    },
  );

  test.each([
    ['in clear', 'http://mile.example', 'https'],
    ['that is none', 'mile.example', 'baseUrl'],
    ['with a secret in it', `https://${TOKEN}@mile.example`, 'baseUrl'],
  ])('refuses a base URL %s with 2', async (_case, baseUrl, hint) => {
    const result = await run(command, ['--base-url', baseUrl], { stdin: BEARER });
    expect(result).toMatchObject({ code: 2, out: '' });
    expect(result.err).toContain(hint);
    expect(result.err).not.toContain(TOKEN);
  });
});

describe('what a terminal gets', () => {
  test.each([
    ['', '… (0 characters)'],
    ['short', '… (5 characters)'],
    ['fifteen-letters', '… (15 characters)'],
    ['sixteen--letters', 'six… (16 characters)'],
  ])('%j is masked as %s', (secret, masked) => {
    expect(mask(secret)).toBe(masked);
  });

  test('plain text stays as it is', () => {
    expect(printable('Łódź 東京 🚚 user-1')).toBe('Łódź 東京 🚚 user-1');
  });
});

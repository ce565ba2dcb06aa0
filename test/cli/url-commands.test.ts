import { describe, expect, it } from 'vitest';
import { check } from '../../src/cli/check.ts';
import { demo } from '../../src/cli/demo.ts';
import type { CliIo } from '../../src/cli/io.ts';
import { render } from '../../src/cli/render.ts';

const MODULE = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const TOKEN = 'abc123def456ghi789';
const BEARER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

async function run(
  command: typeof check,
  args: readonly string[],
  { stdin = '', colour = false }: { stdin?: string; colour?: boolean } = {},
) {
  let out = '';
  let err = '';
  const io: CliIo = {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    stdin: async () => stdin,
    env: {},
    colour,
    isTty: false,
  };
  return { code: await command(args, io), out, err };
}

describe('custom-module check', () => {
  it('says where the token of a usable URL goes and ends with 0', async () => {
    expect(await run(check, [MODULE])).toEqual({
      code: 0,
      out: 'usable: opens https://svc.example, the token goes into query parameter "token"\n',
      err: '',
    });
  });

  it('puts carets under what is wrong, names the code, offers the fix and ends with 1', async () => {
    const { code, out } = await run(check, ['https://svc.example/w?t={short_token}']);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        '  https://svc.example/w?t={short_token}',
        '                          ^^^^^^^^^^^^^',
        'error misspelled placeholder (capitals): write {SHORT_TOKEN} [misspelled-placeholder]',
        '',
        'Fix: https://svc.example/w?t={SHORT_TOKEN}',
        '',
        'not usable',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['wide characters', 'https://svc.example/日本?t={short_token}', '{short_token}', 2],
    ['control characters', 'https://svc.example/a\tb?t=1', '\\u0009', 0],
    ['a combining mark', 'https://svc.example/e\u0301?t={short_token}', '{short_token}', -1],
  ])('keeps the carets in place behind %s', async (_, source, marked, shift) => {
    const { out } = await run(check, [source]);
    const lines = out.split('\n');
    const line = lines.findIndex(
      (text, i) => text.includes(marked) && lines[i + 1]?.includes('^'.repeat(marked.length)),
    );
    expect(lines[line + 1]?.indexOf('^')).toBe((lines[line]?.indexOf(marked) ?? 0) + shift);
  });

  it('shows the part of a long URL that is meant', async () => {
    const source = `https://svc.example/${'a'.repeat(300)}?t={short_token}&x=${'b'.repeat(300)}`;
    const { out } = await run(check, [source]);
    const [shown = '', carets = ''] = out.split('\n');
    expect(shown.length).toBeLessThan(90);
    expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('{short_token}');
  });

  it('suggests the Punycode spelling of a host beyond ASCII', async () => {
    const { code, out } = await run(check, ['https://bücher.example/?t={SHORT_TOKEN}']);
    expect(code).toBe(1);
    expect(out).toContain('Fix: https://xn--bcher-kva.example/?t={SHORT_TOKEN}\n');
  });

  it('mends other things along with a host beyond ASCII', async () => {
    const { out } = await run(check, ['https://bücher.example/?t={short_token}']);
    expect(out).toContain('Fix: https://xn--bcher-kva.example/?t={SHORT_TOKEN}\n');
  });

  it('prints one line of JSON with --json', async () => {
    const { code, out } = await run(check, ['http://svc.example/?t={SHORT_TOKEN}', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      diagnostics: [
        {
          code: 'insecure-scheme',
          severity: 'error',
          message: expect.stringContaining('https'),
          start: 0,
          end: 4,
          fix: 'https://svc.example/?t={SHORT_TOKEN}',
        },
      ],
    });
    expect(JSON.parse((await run(check, [MODULE, '--json'])).out)).toEqual({
      ok: true,
      origin: 'https://svc.example',
      placeholders: [{ component: 'query', parameter: 'token', start: 34, end: 47 }],
      diagnostics: [],
    });
  });

  it('accepts http on a loopback host only when told to', async () => {
    const source = 'http://localhost:3000/?t={SHORT_TOKEN}';
    expect((await run(check, [source])).code).toBe(1);
    expect((await run(check, [source, '--allow-http-loopback'])).code).toBe(0);
  });

  it.each([[['--json']], [[]]])(
    'masks a pasted bearer, its carets still in place (%j)',
    async (flags) => {
      const source = `https://svc.example/?token=${BEARER}&t={short_token}`;
      const { out } = await run(check, [source, ...flags]);
      expect(out).not.toContain(BEARER.slice(0, 12));
      expect(out).toContain('*'.repeat(20));
      expect((await run(check, [source, ...flags, '--reveal'])).out).toContain(BEARER);
    },
  );

  it('cannot be made to steer the terminal', async () => {
    const { out } = await run(check, ['https://svc.example/\x1b[2J\u202e?t={SHORT_TOKEN}']);
    expect(out).not.toMatch(/[\x1b\u202e]/);
  });

  it('colours its text only where the terminal wants it', async () => {
    const source = 'https://svc.example/w?t={short_token}';
    expect((await run(check, [source], { colour: true })).out).toContain('\x1b[31merror\x1b[0m');
    expect((await run(check, [source])).out).not.toContain('\x1b');
  });
});

describe('custom-module render', () => {
  it.each([
    ['the flag', ['--token', TOKEN], ''],
    ['standard input', [], `${TOKEN}\n`],
  ])('takes the token from %s and masks it in what it prints', async (_, args, stdin) => {
    expect(await run(render, [MODULE, ...args], { stdin })).toEqual({
      code: 0,
      out: 'https://svc.example/webhook?token=abc…\n',
      err: '',
    });
  });

  it('prints the real URL with --reveal', async () => {
    const { out } = await run(render, [MODULE, '--reveal'], { stdin: 'a&b c' });
    expect(out).toBe('https://svc.example/webhook?token=a%26b%20c\n');
  });

  it('prints one line of JSON with --json', async () => {
    const { out } = await run(render, [MODULE, '--json', '--token', TOKEN]);
    expect(JSON.parse(out)).toEqual({
      href: 'https://svc.example/webhook?token=abc…',
      origin: 'https://svc.example',
      masked: true,
    });
  });

  it('asks for no token where the URL takes none', async () => {
    const { code, out } = await run(render, ['https://svc.example/static']);
    expect([code, out]).toEqual([0, 'https://svc.example/static\n']);
  });

  it('refuses a bad URL, and a bad token without showing it', async () => {
    const url = await run(render, ['https://svc.example/{short_token}', '--token', TOKEN]);
    expect([url.code, url.out]).toEqual([1, '']);
    expect(url.err).toContain('misspelled-placeholder');
    const token = await run(render, [MODULE, '--token', `${TOKEN}\u0007`]);
    expect([token.code, token.out]).toEqual([1, '']);
    expect(token.err).toContain('token-invalid');
    expect(token.err).not.toContain('abc1');
  });
});

describe('wrong usage ends with 2 and never quotes an argument', () => {
  it.each([
    ['check without a URL', check, []],
    ['check with two URLs', check, [MODULE, TOKEN]],
    ['check with an unknown flag', check, [MODULE, `--${TOKEN}`]],
    ['render without a URL', render, []],
    ['render with an empty standard input', render, [MODULE]],
    ['render with --token and no value', render, [MODULE, '--token']],
    ['demo with two URLs', demo, [MODULE, TOKEN]],
  ])('%s', async (_, command, args) => {
    const { code, out, err } = await run(command, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
    expect(err).not.toContain(TOKEN.slice(0, 6));
  });
});

describe('custom-module demo', () => {
  it.each([
    [MODULE],
    ['https://svc.example/w/{SHORT_TOKEN}/open'],
    ['https://svc.example/#/launch?token={SHORT_TOKEN}'],
    ['https://svc.example/r?next=https%3A%2F%2Fsvc.example%2F%3Ft%3D{SHORT_TOKEN}'],
    ['http://localhost:3000/?a=1&t=%7BSHORT_TOKEN%7D'],
  ])('plays the whole flow for %s and masks every secret', async (source) => {
    const { code, out } = await run(demo, [source]);
    expect(code).toBe(0);
    expect(out).toContain('organization  64f0c0ffee0000000000b002');
    expect(out.match(/refused: short_token_invalid/g)).toHaveLength(3);
    expect(out).not.toMatch(/demo-bearer/);
    expect(out.replace(/64f0c0ffee0000000000[ab]00[12]/g, '')).not.toMatch(/[A-Za-z0-9]{20,}/);
    expect((await run(demo, [source, '--reveal'])).out).toMatch(
      /bearer +demo-bearer-[A-Za-z0-9]{22}/,
    );
  });

  it.each([
    ['a URL that is not usable', 'https://svc.example/{short_token}'],
    ['a URL without a placeholder', 'https://svc.example/static'],
  ])('ends with 1 for %s', async (_, source) => {
    const { code, out, err } = await run(demo, [source]);
    expect([code, out]).toEqual([1, '']);
    expect(err).not.toBe('');
  });
});

import { describe, expect, test } from 'vitest';
import { diagnostics as english } from '../../src/check/texts/en.ts';
import { diagnostics as indonesian } from '../../src/check/texts/id.ts';
import { check } from '../../src/cli/check.ts';
import { run } from './support/run.ts';

const MODULE = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const BEARER = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

describe('custom-module check', () => {
  test('says where the token of a usable URL goes and ends with 0', async () => {
    expect(await run(check, [MODULE])).toEqual({
      code: 0,
      out: 'usable: opens https://svc.example, the token goes into query parameter "token"\n',
      err: '',
    });
  });

  test('puts carets under what is wrong, says it in a sentence, offers the fix and ends with 1', async () => {
    const { code, out } = await run(check, ['https://svc.example/w?t={short_token}']);
    expect(code).toBe(1);
    expect(out).toBe(
      [
        '  https://svc.example/w?t={short_token}',
        '                          ^^^^^^^^^^^^^',
        `error ${english['misspelled-placeholder']} [misspelled-placeholder]`,
        '',
        'Fix: https://svc.example/w?t={SHORT_TOKEN}',
        '',
        'not usable',
        '',
      ].join('\n'),
    );
  });

  test('offers the fix of each finding, and of all of them', async () => {
    const { out } = await run(check, ['http://svc.example/?t={short_token}']);
    expect(out).toContain('\n  Fix: https://svc.example/?t={short_token}\n');
    expect(out).toContain('\n  Fix: http://svc.example/?t={SHORT_TOKEN}\n');
    expect(out).toContain('\nEverything mended: https://svc.example/?t={SHORT_TOKEN}\n');
  });

  test('offers no fix where a person has to decide', async () => {
    const { code, out } = await run(check, ['javascript:alert(1)']);
    expect(code).toBe(1);
    expect(out).not.toMatch(/fix|mended/i);
  });

  test('speaks Indonesian with --lang id', async () => {
    const { out } = await run(check, ['https://svc.example/w?t={short_token}', '--lang', 'id']);
    expect(out).toContain(`kesalahan ${indonesian['misspelled-placeholder']} `);
    expect(out).toContain('Perbaikan: https://svc.example/w?t={SHORT_TOKEN}\n');
    expect(out).toContain('tidak dapat digunakan\n');
    expect((await run(check, [MODULE, '--lang', 'id'])).out).toBe(
      'dapat digunakan: membuka https://svc.example, token ditempatkan di query parameter "token"\n',
    );
  });

  test.each([
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

  test('shows the part of a long URL that is meant', async () => {
    const source = `https://svc.example/${'a'.repeat(300)}?t={short_token}&x=${'b'.repeat(300)}`;
    const { out } = await run(check, [source]);
    const [shown = '', carets = ''] = out.split('\n');
    expect(shown.length).toBeLessThan(90);
    expect(shown.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1)).toBe('{short_token}');
  });

  test.each([
    ['https://bücher.example/?t={SHORT_TOKEN}', 'https://xn--bcher-kva.example/?t={SHORT_TOKEN}'],
    ['https://ไทย.example/?t={short_token}', 'https://xn--o3cw4h.example/?t={SHORT_TOKEN}'],
  ])('writes the host of %s in Punycode, whatever its script', async (source, mended) => {
    const { code, out } = await run(check, [source]);
    expect(code).toBe(1);
    expect(out).toContain(`: ${mended}\n\nnot usable\n`);
    expect((await run(check, [mended])).code).toBe(0);
  });

  test('prints one line of JSON with --json', async () => {
    const { code, out } = await run(check, ['http://svc.example/?t={SHORT_TOKEN}', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual({
      ok: false,
      diagnostics: [
        {
          code: 'insecure-scheme',
          severity: 'error',
          message: english['insecure-scheme'],
          start: 0,
          end: 4,
          fix: 'https://svc.example/?t={SHORT_TOKEN}',
        },
      ],
      fix: 'https://svc.example/?t={SHORT_TOKEN}',
    });
    expect(JSON.parse((await run(check, [MODULE, '--json'])).out)).toEqual({
      ok: true,
      origin: 'https://svc.example',
      placeholders: [{ component: 'query', parameter: 'token', start: 34, end: 47 }],
      diagnostics: [],
    });
  });

  test('accepts http on a loopback host only when told to', async () => {
    const source = 'http://localhost:3000/?t={SHORT_TOKEN}';
    expect((await run(check, [source])).code).toBe(1);
    expect((await run(check, [source, '--allow-http-loopback'])).code).toBe(0);
  });

  test.each([[['--json']], [[]]])(
    'masks a pasted bearer, its carets still in place (%j)',
    async (flags) => {
      const source = `https://svc.example/?token=${BEARER}&t={short_token}`;
      const { out } = await run(check, [source, ...flags]);
      expect(out).not.toContain(BEARER.slice(0, 12));
      expect(out).toContain('*'.repeat(20));
      expect((await run(check, [source, ...flags, '--reveal'])).out).toContain(BEARER);
    },
  );

  test('cannot be made to steer the terminal', async () => {
    const { out } = await run(check, ['https://svc.example/\x1b[2J\u202e?t={SHORT_TOKEN}']);
    expect(out).not.toMatch(/[\x1b\u202e]/);
  });

  test('colours its text only where the terminal wants it', async () => {
    const source = 'https://svc.example/w?t={short_token}';
    expect((await run(check, [source], { colour: true })).out).toContain('\x1b[31merror\x1b[0m');
    expect((await run(check, [source])).out).not.toContain('\x1b');
  });

  test.each([
    ['no URL', []],
    ['two URLs', [MODULE, 'secret-secret-secret']],
    ['an unknown flag', [MODULE, '--secret-secret-secret']],
    ['an unknown language', [MODULE, '--lang', 'secret-secret-secret']],
  ])('refuses %s with 2, without quoting it, in JSON too', async (_, args) => {
    const { code, out, err } = await run(check, args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).not.toContain('secret');
    const json = await run(check, [...args, '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'usage' } });
    expect(json.out).not.toContain('secret');
  });
});

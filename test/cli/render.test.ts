import { describe, expect, test } from 'vitest';
import { render } from '../../src/cli/render.ts';
import { run } from './support/run.ts';

const MODULE = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const TOKEN = 'abc123def456ghi789';

describe('custom-module render', () => {
  test.each([
    ['the flag', ['--token', TOKEN], ''],
    ['standard input', [], `${TOKEN}\n`],
  ])('takes the token from %s and masks it in what it prints', async (_, args, stdin) => {
    expect(await run(render, [MODULE, ...args], { stdin })).toEqual({
      code: 0,
      out: 'https://svc.example/webhook?token=abc…\n',
      err: '',
    });
  });

  test('prints the real URL with --reveal', async () => {
    const { out } = await run(render, [MODULE, '--reveal'], { stdin: 'a&b c' });
    expect(out).toBe('https://svc.example/webhook?token=a%26b%20c\n');
  });

  test('prints one line of JSON with --json', async () => {
    const { out } = await run(render, [MODULE, '--json', '--token', TOKEN]);
    expect(JSON.parse(out)).toEqual({
      ok: true,
      href: 'https://svc.example/webhook?token=abc…',
      origin: 'https://svc.example',
      masked: true,
    });
  });

  test('asks for no token where the URL takes none', async () => {
    const { code, out } = await run(render, ['https://svc.example/static']);
    expect([code, out]).toEqual([0, 'https://svc.example/static\n']);
  });

  test('refuses a bad URL, and says how to mend it', async () => {
    const args = ['https://svc.example/{short_token}', '--token', TOKEN];
    const { code, out, err } = await run(render, args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('[misspelled-placeholder]');
    expect(err).toContain('Fix: https://svc.example/{SHORT_TOKEN}');
    const json = await run(render, [...args, '--json']);
    expect(json).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'misspelled-placeholder' }],
      fix: 'https://svc.example/{SHORT_TOKEN}',
    });
  });

  test('refuses a bad token without showing it', async () => {
    const args = [MODULE, '--token', `${TOKEN}\u0007`];
    const { code, out, err } = await run(render, args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('token-invalid');
    expect(err).not.toContain('abc1');
    const json = await run(render, [...args, '--json']);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'token-invalid' } });
    expect(json.out).not.toContain('abc1');
  });

  test.each([
    ['no URL', []],
    ['an empty standard input', [MODULE]],
    ['--token without a value', [MODULE, '--token']],
  ])('refuses %s with 2, in JSON too', async (_, args) => {
    const { code, out, err } = await run(render, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
    const json = await run(render, ['--json', ...args]);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'usage' } });
  });
});

import { describe, expect, test } from 'vitest';
import { demo } from '../../src/cli/demo.ts';
import { run } from './support/run.ts';

describe('custom-module demo', () => {
  test.each([
    ['https://svc.example/webhook?token={SHORT_TOKEN}'],
    ['https://svc.example/w/{SHORT_TOKEN}/open'],
    ['https://svc.example/open#token={SHORT_TOKEN}'],
    ['http://localhost:3000/?a=1&t=%7BSHORT_TOKEN%7D'],
  ])('plays the whole flow for %s and masks every secret', async (source) => {
    const { code, out, err } = await run(demo, [source]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/first visit +303, on to \.\S+\n +next request +200/);
    expect(out).toContain('organization  64f0c0ffee0000000000b002');
    expect(out.match(/ 401$/gm)).toHaveLength(3);
    expect(out).toMatch(/ 503, Retry-After: \d+\n/);
    expect(out).not.toMatch(/demo-bearer/);
    expect(out.replace(/64f0c0ffee0000000000[ab]00[12]/g, '')).not.toMatch(/[A-Za-z0-9]{20,}/);
    expect((await run(demo, [source, '--reveal'])).out).toMatch(
      /bearer +demo-bearer-[A-Za-z0-9]{22}/,
    );
  });

  test.each([
    ['is not usable', 'https://svc.example/{short_token}', 'misspelled-placeholder'],
    ['has no placeholder', 'https://svc.example/static', 'no {SHORT_TOKEN}'],
    [
      'takes the token inside another URL',
      'https://svc.example/r?next=https%3A%2F%2Fsvc.example%2F%3Ft%3D{SHORT_TOKEN}',
      'takes no token from there',
    ],
  ])('ends with 1 for a URL that %s', async (_, source, why) => {
    const { code, out, err } = await run(demo, [source]);
    expect(code).toBe(1);
    expect(out).not.toContain('2. A user');
    expect(err).toContain(why);
  });

  test('refuses two URLs with 2, without quoting them', async () => {
    const { code, out, err } = await run(demo, ['https://a.example/', 'secret-secret']);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toContain('secret');
  });
});

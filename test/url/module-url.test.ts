import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { isModuleUrl, isModuleUrlError, type ModuleUrl, parseModuleUrl } from '../../src/index.ts';
import { unmark } from '../support/marked.ts';
import { UNREADABLE } from '../support/unreadable.ts';

const WEBHOOK = 'https://s.example/webhook?token={SHORT_TOKEN}';
const TOKEN = 'abc123def456ghi789';

describe('a module URL', () => {
  test('gives its source as it was configured', () => {
    for (const source of [
      WEBHOOK,
      'HTTPS://S.Example:0443/a b?t=<SHORT_TOKEN>#é',
      'https://s.example',
    ]) {
      expect(parseModuleUrl(source).source).toBe(source);
    }
  });

  const placeholders: readonly (readonly [marked: string, ...where: string[]])[] = [
    ['https://s.example/webhook?token=«{SHORT_TOKEN}»', 'query token'],
    ['https://s.example/«{SHORT_TOKEN}»', 'path'],
    ['https://s.example/a=«{SHORT_TOKEN}»', 'path'],
    ['https://s.example/#«{SHORT_TOKEN}»', 'fragment'],
    ['https://s.example/#t=«{SHORT_TOKEN}»', 'fragment t'],
    ['https://s.example/#/open?a=1&t=«{SHORT_TOKEN}»', 'fragment t'],
    ['https://s.example/#/open?t=«{SHORT_TOKEN}»', 'fragment t'],
    ['https://s.example?=«{SHORT_TOKEN}»', 'query '],
    ['https://s.example?+=«{SHORT_TOKEN}»', 'query  '],
    ['https://s.example/?a%20b=«{SHORT_TOKEN}»', 'query a b'],
    ['https://s.example/?a+b=«{SHORT_TOKEN}»', 'query a b'],
    ['https://s.example/?x=1&a+b=«{SHORT_TOKEN}»', 'query a b'],
    ['https://s.example/?%C3%A9=«{SHORT_TOKEN}»', 'query é'],
    ['https://s.example/?%ff=«{SHORT_TOKEN}»', 'query %ff'],
    ['https://s.example/?a[]=«{SHORT_TOKEN}»', 'query a[]'],
    ['https://s.example/?a?b=«{SHORT_TOKEN}»', 'query a?b'],
    ['https://s.example/?t=x-«{SHORT_TOKEN}»-y', 'query t'],
    ['https://s.example/?a=b=«{SHORT_TOKEN}»', 'query a'],
    ['https://s.example/?token2=1&token=«{SHORT_TOKEN}»', 'query token'],
    ['https://s.example/?my-token=1&token=«{SHORT_TOKEN}»&t=1', 'query token'],
    ['https://s.example/?t=«{SHORT_TOKEN}»«{SHORT_TOKEN}»', 'query t', 'query t'],
    [
      'https://s.example/«%7BSHORT_TOKEN%7D»?t=«<SHORT_TOKEN>»&u=«{SHORT_TOKEN}»#«%3CSHORT_TOKEN%3E»',
      'path',
      'query t',
      'query u',
      'fragment',
    ],
  ];
  for (const [marked, ...where] of placeholders) {
    test(`tells that its placeholders are in ${where.join(', ')}: ${marked}`, () => {
      const { source, ranges } = unmark(marked);
      const expected = where.map((text, i) => {
        const [component, ...name] = text.split(' ');
        return { component, ...ranges[i], ...(name.length > 0 && { parameter: name.join(' ') }) };
      });
      expect(parseModuleUrl(source).placeholders).toStrictEqual(expected);
    });
  }

  test('has no placeholders where nothing takes a token', () => {
    expect(parseModuleUrl('https://s.example/?t={OTHER}').placeholders).toEqual([]);
  });

  test('cannot be changed', () => {
    for (const source of [WEBHOOK, 'https://s.example/é?a={SHORT_TOKEN}&b={SHORT_TOKEN}']) {
      const moduleUrl = parseModuleUrl(source);
      const open = moduleUrl as unknown as Record<string, unknown>;
      for (const key of ['source', 'origin', 'placeholders']) {
        expect(() => {
          open[key] = 'x';
        }).toThrow(TypeError);
      }
      expect(Object.isFrozen(moduleUrl.placeholders)).toBe(true);
      expect(moduleUrl.placeholders.every(Object.isFrozen)).toBe(true);
      expect(Object.keys(moduleUrl)).toEqual([]);
    }
  });

  test('shows its preview as a string, in JSON and under inspection', () => {
    const moduleUrl = parseModuleUrl('https://s.example/é?t=<SHORT_TOKEN>&u=%7BSHORT_TOKEN%7D');
    const preview = 'https://s.example/%C3%A9?t={SHORT_TOKEN}&u={SHORT_TOKEN}';
    expect(moduleUrl.preview()).toBe(preview);
    expect(`${moduleUrl}`).toBe(preview);
    expect(JSON.stringify({ moduleUrl })).toBe(JSON.stringify({ moduleUrl: preview }));
    expect(inspect(moduleUrl)).toBe(preview);
    expect(inspect({ moduleUrl }, { showHidden: true })).toContain(preview);
  });

  test('masks a pasted bearer in its preview, as often as there is one', () => {
    const bearer = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    const moduleUrl = parseModuleUrl(
      `https://s.example/${bearer}?t={SHORT_TOKEN}&u=${bearer}#${bearer}`,
    );
    expect(moduleUrl.preview()).toBe('https://s.example/***?t={SHORT_TOKEN}&u=***#***');
    expect(inspect(moduleUrl) + JSON.stringify(moduleUrl)).not.toContain('eyJ');
    expect(moduleUrl.render(TOKEN).href).toContain(bearer);
  });
});

test.each([undefined, null, 0, WEBHOOK, {}, { source: WEBHOOK }, new URL('https://s.example')])(
  '%s is no module URL',
  (value) => {
    expect(isModuleUrl(value)).toBe(false);
    expect(isModuleUrl(parseModuleUrl(WEBHOOK))).toBe(true);
  },
);

test('what throws when it is asked is no module URL', () => {
  expect(isModuleUrl(UNREADABLE)).toBe(false);
});

test.each([
  ['https://s.example/{SHORT_TOKEN}', `https://s.example/${TOKEN}`],
  ['https://s.example/{SHORT_TOKEN}/{SHORT_TOKEN}?x', `https://s.example/${TOKEN}/${TOKEN}?x`],
  [
    'https://s.example/#t={SHORT_TOKEN}&u=<SHORT_TOKEN>',
    `https://s.example/#t=${TOKEN}&u=${TOKEN}`,
  ],
  ['https://s.example/', 'https://s.example/'],
])('a module URL puts a token in the place of every placeholder: %s', (source, href) => {
  expect(parseModuleUrl(source).render(TOKEN).href).toBe(href);
});

describe('the origin of a module URL', () => {
  const origins: readonly (readonly [source: string, origin: string])[] = [
    ['https://s.example', 'https://s.example'],
    ['https://s.example/a/b', 'https://s.example'],
    ['http://s.example/?next=https://', 'http://s.example'],
    ['https://s.example/@me', 'https://s.example'],
    ['https://s.example?@me', 'https://s.example'],
    ['https://s.example#@me', 'https://s.example'],
    ['https://s.example/]:8443', 'https://s.example'],
    ['https://s.example:8443/]', 'https://s.example:8443'],
    ['HTTPS://S.EXAMPLE/A', 'https://s.example'],
    ['https://s.example:443/', 'https://s.example'],
    ['https://s.example:00443/', 'https://s.example'],
    ['https://s.example:/', 'https://s.example'],
    ['https://s.example:80/', 'https://s.example:80'],
    ['https://s.example:8443/', 'https://s.example:8443'],
    ['https://s.example:08443/', 'https://s.example:8443'],
    ['https://s.example:65535?x', 'https://s.example:65535'],
    ['https://s.example:4430/', 'https://s.example:4430'],
    ['https://s.example./', 'https://s.example.'],
    ['https://s_x.example/', 'https://s_x.example'],
    ['https://XN--BCHER-KVA.example/', 'https://xn--bcher-kva.example'],
    ['https://203.0.113.7:8443/', 'https://203.0.113.7:8443'],
    ['https://[2001:DB8::1]/', 'https://[2001:db8::1]'],
    ['https://[2001:db8::1]:443/', 'https://[2001:db8::1]'],
    ['https://[2001:db8::1]:8443#x', 'https://[2001:db8::1]:8443'],
    ['http://s.example:80/', 'http://s.example'],
    ['http://s.example:443/', 'http://s.example:443'],
  ];
  for (const [source, origin] of origins) {
    test(`is ${origin} for ${source}, as the platform says`, () => {
      expect(parseModuleUrl(source).origin).toBe(origin);
      expect(new URL(source).origin).toBe(origin);
    });
  }
});

describe('rendering', () => {
  const inner = (layers: number, text: string): string =>
    layers === 0 ? text : inner(layers - 1, encodeURIComponent(text));
  const nested = (layers: number) =>
    `https://s.example/r?n=${inner(layers, 'https://s.example/?t=')}{SHORT_TOKEN}`;

  const renderings: readonly (readonly [
    name: string,
    source: string,
    token: string,
    href: string,
  ])[] = [
    [
      'leaves unreserved characters',
      WEBHOOK,
      '-._~aZ09',
      'https://s.example/webhook?token=-._~aZ09',
    ],
    ['encodes one layer', WEBHOOK, '%41 &', 'https://s.example/webhook?token=%2541%20%26'],
    [
      'encodes what encodeURIComponent spares',
      WEBHOOK,
      "!'()*",
      'https://s.example/webhook?token=%21%27%28%29%2A',
    ],
    ['encodes beyond the BMP', WEBHOOK, '😀', 'https://s.example/webhook?token=%F0%9F%98%80'],
    [
      'does not rescan',
      WEBHOOK,
      '{SHORT_TOKEN}',
      'https://s.example/webhook?token=%7BSHORT_TOKEN%7D',
    ],
    [
      'knows no replacement patterns',
      WEBHOOK,
      '$&$1$`',
      'https://s.example/webhook?token=%24%26%241%24%60',
    ],
    [
      'takes two layers in a bare inner URL too',
      nested(0),
      'a&b',
      `${nested(0).slice(0, -13)}a%2526b`,
    ],
    ['takes two layers in an inner URL', nested(1), 'a&b', `${nested(1).slice(0, -13)}a%2526b`],
    [
      'takes three layers in an inner URL within one',
      nested(2),
      'a&b',
      `${nested(2).slice(0, -13)}a%252526b`,
    ],
    ['takes four layers below that', nested(3), 'a&b', `${nested(3).slice(0, -13)}a%25252526b`],
    [
      'goes back to one layer in the next parameter',
      `${nested(2)}&t={SHORT_TOKEN}#{SHORT_TOKEN}`,
      '%',
      `${nested(2).slice(0, -13)}%252525&t=%25#%25`,
    ],
    [
      'goes back to the outer layer where the inner parameter ends',
      'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Fa%3D{SHORT_TOKEN}%26b%3D{SHORT_TOKEN}',
      '/',
      'https://s.example/r?n=https%3A%2F%2Fs.example%2F%3Fa%3D%252F%26b%3D%252F',
    ],
    [
      'fills every occurrence',
      'https://s.example/{SHORT_TOKEN}/<SHORT_TOKEN>?a={SHORT_TOKEN}{SHORT_TOKEN}&b=%7BSHORT_TOKEN%7D#{SHORT_TOKEN}',
      'T+',
      'https://s.example/T%2B/T%2B?a=T%2BT%2B&b=T%2B#T%2B',
    ],
    [
      'escapes what browsers escape, in the path',
      'https://s.example/é "<>^`{}|[]/{SHORT_TOKEN}',
      'T',
      'https://s.example/%C3%A9%20%22%3C%3E%5E%60%7B%7D|[]/T',
    ],
    [
      'escapes what browsers escape, in the query',
      'https://s.example/?a=é "<>\'^`{}|&t={SHORT_TOKEN}',
      'T',
      'https://s.example/?a=%C3%A9%20%22%3C%3E%27^`{}|&t=T',
    ],
    [
      'escapes what browsers escape, in the fragment',
      'https://s.example/#é "<>\'^`{}|{SHORT_TOKEN}',
      'T',
      "https://s.example/#%C3%A9%20%22%3C%3E'^%60{}|T",
    ],
    [
      'leaves the rest byte for byte',
      'HTTPS://S.Example:0443/%7e%2f//;?&&a&=#?{SHORT_TOKEN}',
      'T',
      'HTTPS://S.Example:0443/%7e%2f//;?&&a&=#?T',
    ],
    [
      'takes 512 characters',
      WEBHOOK,
      'x'.repeat(512),
      `https://s.example/webhook?token=${'x'.repeat(512)}`,
    ],
    ['takes dots in a query', WEBHOOK, '..', 'https://s.example/webhook?token=..'],
    [
      'takes dots in a fragment',
      'https://s.example/a#/{SHORT_TOKEN}/',
      '..',
      'https://s.example/a#/../',
    ],
    [
      'takes dots within a segment',
      'https://s.example/a{SHORT_TOKEN}/',
      '..',
      'https://s.example/a../',
    ],
    ['takes three dots', 'https://s.example/{SHORT_TOKEN}/', '...', 'https://s.example/.../'],
    ['takes a leading dot', 'https://s.example/{SHORT_TOKEN}', '.a', 'https://s.example/.a'],
    [
      'takes encoded dots, which get another layer',
      'https://s.example/{SHORT_TOKEN}',
      '%2e',
      'https://s.example/%252e',
    ],
  ];
  for (const [name, source, token, href] of renderings) {
    test(`${name}: ${source.slice(0, 80)}`, () => {
      const rendered = parseModuleUrl(source).render(token);
      expect(rendered.href).toBe(href);
      // A browser finds nothing left to escape.
      expect(new URL(href).href.slice(new URL(href).origin.length)).toBe(
        href.slice(/^[^/]*\/\/[^/?#]*/.exec(href)?.[0].length),
      );
    });
  }

  test('gives equal URLs for equal tokens, each a value of its own', () => {
    const moduleUrl = parseModuleUrl(WEBHOOK);
    expect(moduleUrl.render(TOKEN)).not.toBe(moduleUrl.render(TOKEN));
    expect(moduleUrl.render(TOKEN).href).toBe(moduleUrl.render(TOKEN).href);
    expect(moduleUrl.render('other').href).not.toContain(TOKEN);
  });

  test('gives a URL that shows itself without the token unless href is read', () => {
    const rendered = parseModuleUrl(WEBHOOK).render(TOKEN);
    expect(rendered.href).toContain(TOKEN);
    expect(`${rendered}`).toBe(WEBHOOK);
    expect(JSON.stringify([rendered])).toBe(JSON.stringify([WEBHOOK]));
    expect(inspect(rendered)).toBe(WEBHOOK);
    expect(Object.keys(rendered)).toEqual([]);
    expect(JSON.stringify({ ...rendered })).toBe('{}');
    expect(inspect({ ...rendered }, { showHidden: true, getters: true })).not.toContain('abc1');
    expect(structuredClone(rendered)).toEqual({});
    for (const getters of [false, true]) {
      const options = { customInspect: false, showHidden: true, getters, depth: Infinity };
      expect(inspect(rendered, options)).not.toContain('abc1');
    }
    expect(() => {
      (rendered as { href: string }).href = 'x';
    }).toThrow(TypeError);
  });

  test('does not look at the token where there is nothing to put it into', () => {
    const moduleUrl = parseModuleUrl('https://s.example/static');
    expect(moduleUrl.render(undefined as unknown as string).href).toBe('https://s.example/static');
    expect(moduleUrl.render('\n').href).toBe('https://s.example/static');
  });

  const dots: readonly (readonly [source: string, token: string])[] = [
    ['https://s.example/{SHORT_TOKEN}', '.'],
    ['https://s.example/{SHORT_TOKEN}', '..'],
    ['https://s.example/a/{SHORT_TOKEN}/b', '..'],
    ['https://s.example/a/.{SHORT_TOKEN}/b', '.'],
    ['https://s.example/a/{SHORT_TOKEN}%2e?x', '.'],
    ['https://s.example/a/{SHORT_TOKEN}{SHORT_TOKEN}#x', '.'],
    ['https://s.example/{SHORT_TOKEN}?t={SHORT_TOKEN}', '..'],
  ];
  for (const [source, token] of dots) {
    test(`refuses a token of dots that browsers would take for a step: ${source} with ${token}`, () => {
      expect(failure(parseModuleUrl(source), token)).toMatchObject({
        code: 'token-makes-dot-segment',
      });
    });
  }

  const invalid: readonly (readonly [name: string, token: unknown])[] = [
    ['an empty string', ''],
    ['513 characters', 'Zq7'.repeat(171)],
    ['a line break', 'Zq7x\nZq7x'],
    ['a carriage return at the end', 'Zq7x\r'],
    ['a null character', '\0Zq7x'],
    ['a tab', 'Zq7x\t'],
    ['a delete character', 'Zq7x\x7f'],
    ['a C1 control character', 'Zq7x\x85'],
    ['the first half of a character', 'Zq7x\ud800'],
    ['the second half of a character', '\udc00Zq7x'],
    ['halves in the wrong order', 'Zq7x\udc00\ud800'],
    ['undefined', undefined],
    ['null', null],
    ['a number', 42],
    ['NaN', Number.NaN],
    ['a bigint', 42n],
    ['a boolean', true],
    ['a symbol', Symbol('Zq7x')],
    ['an object', { shortToken: 'Zq7x' }],
    ['an array', ['Zq7x']],
    ['a String object', Object('Zq7x')],
    ['a URL', new URL('https://s.example/Zq7x')],
    ['a function', () => 'Zq7x'],
    ['a promise', Promise.resolve('Zq7x')],
    ['a Date', new Date(0)],
    ['bytes', new TextEncoder().encode('Zq7x')],
  ];
  for (const [name, token] of invalid) {
    test(`refuses ${name}, and does not quote it`, () => {
      for (const source of [WEBHOOK, 'https://s.example/{SHORT_TOKEN}?t={SHORT_TOKEN}']) {
        const error = failure(parseModuleUrl(source), token);
        expect(error).toMatchObject({ code: 'token-invalid' });
        const shown = `${error}${(error as Error).stack?.split('\n    at ')[0]}${JSON.stringify(error)}${inspect(error).split('\n    at ')[0]}`;
        expect(shown).toContain('shortToken');
        expect(shown).not.toMatch(/Zq7|42|NaN/);
      }
    });
  }

  test('says that an await may be missing where the token is a promise', () => {
    expect(String(failure(parseModuleUrl(WEBHOOK), Promise.resolve('x')))).toMatch(/await/);
  });
});

describe('checking and parsing', () => {
  test('come to the same module URL', () => {
    const { ok, moduleUrl } = checkModuleUrl(WEBHOOK);
    expect(ok).toBe(true);
    expect(moduleUrl?.render(TOKEN).href).toBe(parseModuleUrl(WEBHOOK).render(TOKEN).href);
  });

  test('take 8192 characters and not one more', () => {
    const fits = WEBHOOK.padEnd(8192, 'x');
    expect(checkModuleUrl(fits).ok).toBe(true);
    expect(checkModuleUrl(`${fits}x`).diagnostics.map(({ code }) => code)).toEqual(['too-long']);
  });
});

function failure(moduleUrl: ModuleUrl, token: unknown): unknown {
  try {
    moduleUrl.render(token as string);
  } catch (error) {
    if (isModuleUrlError(error)) return error;
    throw error;
  }
  throw new Error('It was rendered.');
}

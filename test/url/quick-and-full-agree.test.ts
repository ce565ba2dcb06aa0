import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkModuleUrl } from '../../src/index.ts';
import { readModuleUrl } from '../../src/url/read-module-url.ts';
import { readMasked, readQuickly } from '../../src/url/read-quickly.ts';
import { moduleUrlSource } from '../support/module-url-arbitrary.ts';
import { RUNS } from '../support/property.ts';

// URLs as admins write them, and what lies just beyond that.
const pick = fc.constantFrom;
const rarely = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 12) =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });

const host = rarely(
  fc
    .tuple(
      fc.array(fc.stringMatching(/^[a-z]([a-z0-9_-]{0,8}[a-z0-9])?$/), {
        minLength: 1,
        maxLength: 3,
      }),
      pick('example', 'com', 'co.id', 'app', 'x-y', 'a1'),
    )
    .map(([labels, tld]) => [...labels, tld].join('.')),
  pick(
    'localhost',
    'localhost',
    'localhost',
    'localhost.example',
    'localhost.',
    'app.localhost',
    'printer.local',
    'db.internal',
    's.localx',
    'xn--bcher-kva.example',
    's.xn--p1ai',
    'S.Example',
    's.example.',
    's.1',
    '4u.example',
    's.4u.example',
    's.4u',
    's.0x1',
    '192.168.1.10',
    '[::1]',
    `${'a'.repeat(63)}.example`,
    `${'a'.repeat(64)}.example`,
    'a..example',
    '-.example',
  ),
);

const port = rarely(
  pick('', '', '', ':8443', ':3000', ':80', ':1', ':9999'),
  pick(':', ':443', ':4430', ':04', ':65535', ':65536', ':0', ':{SHORT_TOKEN}'),
);

const segment = rarely(
  fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9_~-]{1,8}$/),
    fc.stringMatching(/^[a-z0-9][a-z0-9.!*+,;=@-]{0,6}$/),
    pick(
      'webhook',
      'api',
      'v1',
      'index.html',
      'a=b',
      'a%20b',
      'caf%C3%A9',
      'x%2Fy',
      '',
      'short-token',
    ),
  ),
  pick(
    '.',
    '..',
    '.well-known',
    '%2e',
    '%2E',
    'a:b',
    "it's",
    '(x)',
    '[x]',
    'a b',
    'é',
    ' ü',
    '$x',
    '%zz',
    'x%2F%2Fy',
    'short_token',
    '\uff5bshort_token',
    'short_token\uff5d',
    '\uff08SHORT_TOKEN',
    'short\u0454_token',
    '\u00e9SHORT_TOKEN ',
  ),
);

const name = fc.oneof(
  {
    weight: 10,
    arbitrary: pick(
      'token',
      't',
      'my_token',
      'my-token',
      'x-token',
      'oken',
      'ten',
      'a.b',
      'q',
      'id',
      'ref',
      'lang',
    ),
  },
  {
    weight: 2,
    arbitrary: pick(
      'a+b',
      'a%20b',
      't%C3%A9',
      'a%5B%5D',
      '%74',
      'a/b',
      'a?b',
      'é',
      'short_token',
      '',
      'x%26y',
      'x%3Dy',
      '%FF',
    ),
  },
  { weight: 1, arbitrary: fc.stringMatching(/^[a-z._~!*,;@/?+-]{1,5}$/) },
);

const value = rarely(
  fc.oneof(
    fc.stringMatching(/^[a-zA-Z0-9_.~-]{0,8}$/),
    pick(
      'a+b',
      'a%20b',
      '%C3%A9',
      'a%2Fb',
      'a=b',
      'x,y;z',
      'user@s.example',
      'a%3Db',
      '%26',
      'a/b',
      '1%2B1',
      'SHORT',
      '',
    ),
  ),
  pick(
    'https://s.example/x',
    'https%3A%2F%2Fs.example%2F',
    '//o.example',
    '%2F%2Fo.example',
    'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.x',
    'ayJb',
    'SHORT_TOKEN',
    '{OTHER}',
    '%25',
    '100%',
    "o'x",
    'a b',
    'é ',
    'ß',
    '%2f%2fx',
    '%253A',
  ),
);

const PLACEHOLDER = '{SHORT_TOKEN}';
const withToken = rarely(
  pick(
    PLACEHOLDER,
    PLACEHOLDER,
    PLACEHOLDER,
    `x-${PLACEHOLDER}`,
    `${PLACEHOLDER}.y`,
    `a=${PLACEHOLDER}`,
    `%20${PLACEHOLDER}`,
  ),
  pick(
    '<SHORT_TOKEN>',
    '%7BSHORT_TOKEN%7D',
    '{short_token}',
    `{${PLACEHOLDER}`,
    `%${PLACEHOLDER}`,
    `%4${PLACEHOLDER}`,
    `${PLACEHOLDER}${PLACEHOLDER}`,
    'SHORT_TOKEN',
    `.${PLACEHOLDER}`,
    `%2F${PLACEHOLDER}`,
  ),
);

type Slot = 'path' | 'query' | 'two parameters' | 'fragment' | 'name' | 'none';
const slot = fc.oneof(
  { weight: 3, arbitrary: pick<Slot>('path') },
  { weight: 9, arbitrary: pick<Slot>('query') },
  { weight: 1, arbitrary: pick<Slot>('two parameters', 'fragment', 'name') },
  { weight: 2, arbitrary: pick<Slot>('none') },
);

const usualUrl = fc
  .record({
    scheme: rarely(pick('https://'), pick('http://', 'HTTPS://', ' https://'), 30),
    host,
    port,
    path: rarely(fc.array(segment, { minLength: 1, maxLength: 4 }), fc.constant<string[]>([])),
    names: fc.array(fc.tuple(name, value), { maxLength: 5 }),
    fragment: rarely(
      pick('', '', '#top', '#/a?b=c&d'),
      pick('#é', '#é ü', '#ü ', '#a%20b', '#a:b', '#{x}', '#'),
    ),
    slot,
    token: withToken,
    at: fc.nat(20),
  })
  .map(({ scheme, host, port, path, names, fragment, slot, token, at }) => {
    const segments = [...path];
    const parameters = names.map(([key, text]) => `${key}=${text}`);
    if (slot === 'path') segments.splice(at % (segments.length + 1), 0, token);
    if (slot === 'query' || slot === 'two parameters') {
      const key = names[at % (names.length + 1)]?.[0] ?? 'token';
      parameters.splice(at % (parameters.length + 1), slot === 'query' ? 1 : 0, `${key}=${token}`);
    }
    if (slot === 'two parameters') parameters.push(`again=${token}`);
    if (slot === 'name') parameters.push(token);
    const query = parameters.length > 0 ? `?${parameters.join('&')}` : '';
    const tail = slot === 'fragment' ? `#${token}` : fragment;
    const slashes = segments.map((text) => `/${text}`).join('');
    return `${scheme}${host}${port}${slashes}${query}${tail}`;
  });

describe('where the quick reader has an answer, the full reader has the same one', () => {
  it('for usual URLs, at least a fifth of which go the quick way', () => {
    let quick = 0;
    let withPlaceholder = 0;
    fc.assert(
      fc.property(usualUrl, (source) => {
        const template = agree(source);
        quick += template ? 1 : 0;
        withPlaceholder += template?.layers.length ?? 0;
      }),
      { numRuns: RUNS },
    );
    expect(quick).toBeGreaterThan(RUNS / 5);
    expect(withPlaceholder).toBeGreaterThan(RUNS / 8);
  });

  it('for URLs of any kind', () => {
    fc.assert(
      fc.property(moduleUrlSource, (source) => void agree(source)),
      { numRuns: RUNS },
    );
  });

  it('for usual URLs with one character put in, taken out or doubled', () => {
    const characters =
      '{}<>%/?#&=:@.\\ "\'`^|[]()$+;,!*~_-yJeAaSs02F5\t\u00e9\uff5b\u00a0\u2028'.split('');
    const edit = fc.tuple(usualUrl, fc.nat(), fc.integer({ min: 0, max: 2 }), pick(...characters));
    fc.assert(
      fc.property(edit, ([source, where, how, character]) => {
        const at = where % (source.length + 1);
        const middle = how === 0 ? character : how === 1 ? '' : source.slice(at, at + 1).repeat(2);
        agree(source.slice(0, at) + middle + source.slice(how === 0 ? at : at + 1));
      }),
      { numRuns: RUNS },
    );
  });
});

function agree(source: string) {
  const usual = readQuickly(source);
  const quick = usual ?? readMasked(source, []);
  if (!quick) return undefined;
  const { drafts, template } = readModuleUrl(source, false);
  expect(quick).toStrictEqual(template);
  const { diagnostics } = checkModuleUrl(source);
  const inOrder = (found: typeof diagnostics) => found.map((one) => JSON.stringify(one)).sort();
  expect(inOrder(diagnostics)).toEqual(inOrder(drafts));
  if (usual?.layers[0]) expect(diagnostics).toEqual([]);
  return quick;
}

import fc from 'fast-check';
import { anyString } from './property.ts';

const placeholder = fc.constantFrom(
  '{SHORT_TOKEN}',
  '{SHORT_TOKEN}',
  '{SHORT_TOKEN}',
  '<SHORT_TOKEN>',
  '%7BSHORT_TOKEN%7D',
  '%3cSHORT_TOKEN%3E',
);

const nearMiss = fc.constantFrom(
  '{short_token}',
  '${SHORT_TOKEN}',
  '{{SHORT_TOKEN}}',
  '[SHORT_TOKEN]',
  '%SHORT_TOKEN%',
  '{SHORT_TOKEN',
  'SHORT_TOKEN}',
  'SHORT_TOKEN',
  ':SHORT_TOKEN',
  '{+SHORT_TOKEN}',
  '｛SHORT_TOKEN｝',
  '%257BSHORT_TOKEN%257D',
  '{SHORT_TOKEN:3}',
);

// What real URLs consist of, and everything that has ever made two URL parsers disagree.
const text = fc.oneof(
  { weight: 6, arbitrary: fc.stringMatching(/^[a-z0-9._~-]{1,8}$/) },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      ...'/?#&=;:@!$\'()*+,[]{}<>"|^`%\\. ~',
      '//',
      '/..',
      '/.',
      '%2e',
      '%2E%2e',
      '%',
      '%4',
      '%41',
      '%25',
      '%2F',
      '%2f%2f',
      '%00',
      '%zz',
      '&&',
      '?x=',
      'é',
      '日本',
      '😀',
      '\u202e',
      '\u200b',
      '\u00a0',
      '\u2028',
      '\ufeff',
      '\uff0f',
      '\ud800',
      '\t',
      '\n',
      '\0',
      '{OTHER}',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln',
      'short_token=',
      'SHORT',
      'TOKEN',
      'https://other.example/',
      'https%3A%2F%2Fother.example%2F%3Fa%3D',
      'https%253A%252F%252Fs.example%252F',
      'https%3A%2F%2Fs.example%2F%3Ft%3D',
      '%26',
      '%2526',
      '%23',
    ),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
);

const label = fc.oneof(
  { weight: 8, arbitrary: fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?$/) },
  fc.stringMatching(/^[A-Za-z0-9_-]{1,6}$/),
  fc.stringMatching(/^xn--[a-z0-9-]{1,8}$/),
  fc.constantFrom(
    'xn--bcher-kva',
    'xn--wgv71a119e',
    'bücher',
    '日本',
    '0x7f',
    '127',
    '1',
    '256',
    'localhost',
    'a%2eb',
    '',
  ),
);

const host = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
  },
  { weight: 2, arbitrary: fc.ipV4() },
  { weight: 2, arbitrary: fc.ipV6().map((address) => `[${address}]`) },
  fc.ipV4Extended(),
  fc.constantFrom(
    's.example.',
    '[::1]',
    '[::]',
    '[1:0:0:2::3]',
    '[::ffff:1.2.3.4]',
    '[fe80::1%25eth0]',
    'u@h',
    'u:p@h',
  ),
  fc.stringMatching(/^[0-9a-fx.:[\]]{1,12}$/),
);

// Letters that could be taken for those of the placeholder, halves of pairs among them.
const lookAlikes = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '<',
      ' ',
      '_',
      's',
      'S',
      't',
      'N',
      '日',
      '\u{10000}',
      '😀',
      '\x7f',
      'ſ',
    ),
    {
      maxLength: 16,
    },
  )
  .map((letters) => letters.join(''));

const piece = fc.oneof(
  { weight: 8, arbitrary: text },
  { weight: 5, arbitrary: placeholder },
  { weight: 1, arbitrary: nearMiss },
  { weight: 1, arbitrary: lookAlikes },
);

const sequence = (lead: string) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant('') },
    {
      weight: 3,
      arbitrary: fc.array(piece, { maxLength: 6 }).map((pieces) => lead + pieces.join('')),
    },
  );

const query = fc.oneof(
  sequence('?'),
  fc
    .array(fc.tuple(fc.stringMatching(/^[a-z%_[\]+]{0,4}$/), fc.array(piece, { maxLength: 3 })), {
      maxLength: 4,
    })
    .map((params) =>
      params.map(([name, value], i) => `${i ? '&' : '?'}${name}=${value.join('')}`).join(''),
    ),
);

/** Module URLs, most of them nearly right, some of them quite wrong. */
export const moduleUrlSource = fc.oneof(
  {
    weight: 20,
    arbitrary: fc
      .tuple(
        fc.oneof(
          { weight: 12, arbitrary: fc.constant('https://') },
          fc.constantFrom(
            'http://',
            'HTTPS://',
            'https:',
            'https:/',
            'https:///',
            '//',
            '',
            'javascript:',
            ' https://',
          ),
        ),
        host,
        fc.oneof(
          { weight: 6, arbitrary: fc.constant('') },
          fc.constantFrom(':8443', ':', ':443', ':080', ':99999', ':x'),
        ),
        sequence('/'),
        query,
        sequence('#'),
      )
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')) },
  { weight: 1, arbitrary: anyString },
);

/** Whatever a generator could hand over, for the most part what one really does. */
const anyToken = fc.oneof(
  fc.stringMatching(/^[A-Za-z0-9]{18,22}$/),
  fc.stringMatching(/^[A-Za-z0-9+/=_.~-]{1,40}$/),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  fc.constantFrom(
    '.',
    '..',
    '...',
    '%2e',
    '%',
    '{SHORT_TOKEN}',
    '$&',
    "$'",
    '../..',
    '//evil.example',
    '#',
    '?a=b',
    '&a=b',
    '@evil.example',
  ),
);

/** Without what is certainly a mistake, which rendering refuses. */
export const shortToken = anyToken.filter(
  (token) => token.trim() === token && !/^(?:eyJ|bearer )/i.test(token),
);

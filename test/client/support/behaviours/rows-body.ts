import type { Behaviour, End, MadeBody } from './behaviour.ts';

const encoded = (coding: string) => ({ 'content-encoding': coding });

/** What is no answer, with status 200. */
const BODIES: readonly (readonly [
  name: string,
  body: string | { readonly made: MadeBody },
  end: End,
  headers?: Record<string, string>,
])[] = [
  ['a page', { made: 'echo' }, 'response_not_json'],
  ['nothing', '', 'response_not_json'],
  ['white space', ' \n ', 'response_not_json'],
  ['half of the JSON', '{"status":true,"data":{"bearer', 'response_not_json'],
  ['JSON with a comma too many', '{"status":true,}', 'response_not_json'],
  ['two answers in one', '{"status":true}{"status":true}', 'response_not_json'],
  ['JavaScript', ')]}\'\n{"status":true}', 'response_not_json'],
  ['bytes that are not UTF-8', { made: 'not-utf8' }, 'response_not_json'],
  ['UTF-16', { made: 'utf16' }, 'response_not_json'],
  ['null', 'null', 'response_invalid'],
  ['a number', '7', 'response_invalid'],
  ['text', '"ok"', 'response_invalid'],
  ['a list', '[]', 'response_invalid'],
  ['an empty object', '{}', 'response_invalid'],
  ['success without data', '{"status":true}', 'response_invalid'],
  ['data that is null', '{"status":true,"data":null}', 'response_invalid'],
  ['data that is a list', '{"status":true,"data":[]}', 'response_invalid'],
  ['data that is text', '{"status":true,"data":"x"}', 'response_invalid'],
  ['failure', '{"status":false,"message":"Trouble."}', 'response_invalid'],
  [
    'failure in the words of an invalid token',
    '{"status":false,"message":"Short token is invalid or expired"}',
    'response_invalid',
  ],
  ['a status that is 1', '{"status":1,"data":{}}', 'response_invalid'],
  [
    'fields of other types',
    '{"status":true,"data":{"bearerToken":7,"userId":7,"organizationId":7,"shortToken":7,"expiresAt":[]}}',
    'response_invalid',
  ],
  [
    'fields that are empty',
    '{"status":true,"data":{"bearerToken":"","userId":"","organizationId":"","shortToken":"","expiresAt":0}}',
    'response_invalid',
  ],
  [
    'fields that are blank',
    '{"status":true,"data":{"bearerToken":" ","userId":" ","organizationId":" ","shortToken":" ","expiresAt":"soon"}}',
    'response_invalid',
  ],
  [
    'fields that are inherited',
    '{"status":true,"data":{"__proto__":{"bearerToken":"b","userId":"u","organizationId":"o","shortToken":"s","expiresAt":1}}}',
    'response_invalid',
  ],
  ['lists within lists', { made: 'deep' }, 'response_invalid'],
  ['a megabyte', { made: 'large' }, 'response_too_large'],
  ['a body without end', { made: 'endless' }, 'response_too_large'],
  ['a gzip bomb', { made: 'gzip-bomb' }, 'response_too_large', encoded('gzip')],
  ['a brotli bomb', { made: 'brotli-bomb' }, 'response_too_large', encoded('br')],
  ['gzip that breaks off', { made: 'cut-gzip' }, 'response_truncated', encoded('gzip')],
];

const oddRows = BODIES.flatMap(([name, body, end, headers = {}]) =>
  (['resolve', 'generate'] as const).map((operation): Behaviour => {
    const again = end === 'response_truncated' && operation === 'generate';
    return {
      name: `${operation} is answered with ${name}`,
      operation,
      steps: [{ use: true, body, headers }],
      end: again ? 'ok' : end,
      attempts: again ? 2 : 1,
      // Some runtimes end such a body as if it were whole.
      ...(end === 'response_truncated' && {
        on: {
          node: { end: 'response_not_json', attempts: 1 },
          chromium: { end: 'response_not_json' },
        },
      }),
    };
  }),
);

const EMPTY = [204, 205].map(
  (status): Behaviour => ({
    name: `resolve is answered with ${status}`,
    operation: 'resolve',
    steps: [{ use: true, status }],
    end: 'response_not_json',
  }),
);

/** Answers in unusual clothes. */
const GOOD: readonly (readonly [
  name: string,
  made: MadeBody,
  headers?: Record<string, string>,
  status?: number,
])[] = [
  ['as documented', 'answer'],
  ['with status 201', 'answer', {}, 201],
  ['with status 203', 'answer', {}, 203],
  ['as text/html', 'answer', { 'content-type': 'text/html' }],
  ['as something unknown', 'answer', { 'content-type': 'application/x-unknown' }],
  ['compressed with gzip', 'gzip', encoded('gzip')],
  ['compressed with deflate', 'deflate', encoded('deflate')],
  ['compressed with brotli', 'brotli', encoded('br')],
  ['after a byte order mark', 'bom'],
  ['with a cookie', 'answer', { 'set-cookie': 'a=b; Path=/' }],
  ['with a request id that repeats the token', 'answer', { 'x-request-id': 'made:echo' }],
];

const goodRows = GOOD.flatMap(([name, made, headers = {}, status = 200]) =>
  (['resolve', 'generate'] as const).map(
    (operation): Behaviour => ({
      name: `${operation} is answered ${name}`,
      operation,
      steps: [{ status, body: { made }, headers }],
      end: 'ok',
      // RFC 9110, section 8.4.1.2: some take the raw format only.
      ...(made === 'deflate' && {
        on: { deno: { end: 'response_not_json' }, workerd: { end: 'response_not_json' } },
      }),
    }),
  ),
);

const interimRows = (['continue', 'early-hints'] as const).map(
  (interim): Behaviour => ({
    name: `an interim response goes before the answer (${interim})`,
    operation: 'resolve',
    steps: [{ interim, body: { made: 'answer' } }],
    end: 'ok',
    // Node takes a 100 only where it asked for one.
    ...(interim === 'continue' && { on: { node: { end: 'network_interrupted' } } }),
  }),
);

/** The server answers, and the body is odd. */
export const BODY_ROWS: readonly Behaviour[] = [...oddRows, ...EMPTY, ...goodRows, ...interimRows];

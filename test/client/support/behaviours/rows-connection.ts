import type { Behaviour, Deviation, End, Place, Runtime, Step } from './behaviour.ts';

const OPERATIONS = ['resolve', 'generate'] as const;
const quick = { timeoutMs: 300, connectTimeoutMs: 300, maxRetries: 1 };
const patient = { maxRetries: 1 };

/** Browsers and Workers tell nothing but that it failed. */
const blind = { end: 'network_interrupted', attempts: 1 } as const;
const blindGenerate = { end: 'network_interrupted', attempts: 2 } as const;

interface PlaceRow {
  readonly place: Place;
  readonly name: string;
  readonly end: Behaviour['end'];
  readonly attempts: number;
}

const PLACES: readonly PlaceRow[] = [
  {
    place: 'closed-port',
    name: 'nobody listens on the port',
    end: 'network_unreachable',
    attempts: 2,
  },
  {
    place: 'no-such-host',
    name: 'the host name does not exist',
    end: 'network_unreachable',
    attempts: 2,
  },
  { place: 'self-signed', name: 'the certificate is self-signed', end: 'tls_error', attempts: 1 },
  { place: 'no-tls', name: 'the port does not speak TLS', end: 'tls_error', attempts: 1 },
  {
    place: 'tls-silent',
    name: 'the TLS handshake hangs',
    end: 'network_unreachable',
    attempts: 2,
  },
  {
    place: 'tls-reset',
    name: 'the TLS handshake is reset',
    end: 'network_unreachable',
    attempts: 2,
  },
  {
    place: 'full-backlog',
    name: 'the connection cannot be made in time',
    end: 'network_unreachable',
    attempts: 2,
  },
];

/** Without a body nobody can tell whether anything was sent, so a hanging connection is a timeout. */
const HANGING: readonly Place[] = ['tls-silent', 'full-backlog'];

const placeRows = PLACES.flatMap(({ place, name, end, attempts }) =>
  OPERATIONS.map((operation): Behaviour => {
    const hangs = HANGING.includes(place);
    const resolve = operation === 'resolve';
    const withoutStream = hangs
      ? ({ end: 'timeout', attempts: resolve ? 1 : 2 } as const)
      : resolve
        ? blind
        : blindGenerate;
    return {
      name: `${name} (${operation})`,
      operation,
      place,
      options: hangs ? quick : patient,
      end: hangs && !resolve ? 'timeout' : end,
      attempts,
      arrived: 0,
      on: {
        chromium:
          place === 'self-signed' ? { end: ['network_interrupted', 'timeout'] } : withoutStream,
        workerd: withoutStream,
        // It takes the body at once, so it does not tell.
        ...(hangs && { deno: withoutStream }),
        ...(place === 'tls-reset' &&
          !resolve && {
            node: blindGenerate,
            bun: blindGenerate,
          }),
      },
    };
  }),
);

const JSON_START = '{"status":true,"data":{';
const JSON_TYPE = { 'content-type': 'application/json' };

/** A connection that breaks, and how far the answer had come by then. */
const BREAKS: readonly (readonly [name: string, step: Step, end: Behaviour['end']])[] = [
  ['is closed without an answer', { ends: 'close' }, 'network_interrupted'],
  ['is reset without an answer', { ends: 'reset' }, 'network_interrupted'],
  [
    'is closed in the middle of the status line',
    { raw: 'HTTP/1.1 20', ends: 'close' },
    'network_interrupted',
  ],
  [
    'is closed in the middle of the headers',
    { raw: 'HTTP/1.1 200 OK\r\ncontent-ty', ends: 'close' },
    'network_interrupted',
  ],
  [
    'is closed before the body',
    { raw: 'HTTP/1.1 200 OK\r\ncontent-length: 300\r\n\r\n', ends: 'close' },
    'response_truncated',
  ],
  [
    'is closed in the middle of a body with a length',
    { headers: { ...JSON_TYPE, 'content-length': '300' }, body: JSON_START, ends: 'close' },
    'response_truncated',
  ],
  [
    'is reset in the middle of a body with a length',
    { headers: { ...JSON_TYPE, 'content-length': '300' }, body: JSON_START, ends: 'reset' },
    'response_truncated',
  ],
  [
    'is closed between two chunks',
    { headers: JSON_TYPE, body: JSON_START, ends: 'close' },
    'response_truncated',
  ],
  [
    'is reset between two chunks',
    { headers: JSON_TYPE, body: JSON_START, ends: 'reset' },
    'response_truncated',
  ],
  [
    'is closed in the middle of a chunk',
    {
      raw: `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n${JSON_START}`,
      ends: 'close',
    },
    'response_truncated',
  ],
];

const breakRows = BREAKS.flatMap(([name, step, end]) =>
  OPERATIONS.flatMap((operation) =>
    [false, true].flatMap((kept) =>
      [false, true]
        .filter((use) => operation === 'resolve' || !use)
        .map((use): Behaviour => {
          const generate = operation === 'generate';
          const when = use ? ' after the call was processed' : '';
          return {
            name: `a ${kept ? 'kept' : 'fresh'} connection ${name}${when} (${operation})`,
            operation,
            kept,
            steps: [{ ...step, use }],
            end: generate ? 'ok' : end,
            attempts: generate ? 2 : 1,
            on: { chromium: { end: inChromium(end, operation, use) } },
          };
        }),
    ),
  ),
);

/** Chromium sends again by itself, and takes an answer that broke off among its headers for whole. */
function inChromium(end: End, operation: Behaviour['operation'], use: boolean): readonly End[] {
  const again: End = operation === 'generate' || !use ? 'ok' : 'outcome_unknown';
  return end === 'network_interrupted'
    ? [end, again, 'bad_request', 'response_not_json']
    : [operation === 'generate' ? 'ok' : end];
}

const TALKS: readonly (readonly [name: string, raw: Step['raw'], end: Behaviour['end']])[] = [
  ['speaks another protocol', '220 mail ready\r\n', 'network_interrupted'],
  ['speaks HTTP/0.9', '<html>hello</html>', 'network_interrupted'],
  ['answers with control characters', '\u0000\u0001\u0002\r\n\r\n', 'network_interrupted'],
  ['has a status that is no number', 'HTTP/1.1 OK 200\r\n\r\n', 'network_interrupted'],
  [
    'has a header without a name',
    'HTTP/1.1 200 OK\r\nconnection: close\r\n: 1\r\ncontent-length: 2\r\n\r\n{}',
    'network_interrupted',
  ],
  [
    'has two lengths that differ',
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}',
    'network_interrupted',
  ],
  [
    'has a negative length',
    'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: -1\r\n\r\n{}',
    'network_interrupted',
  ],
  ['never ends its headers', { made: 'endless-headers' }, 'response_too_large'],
];

const anyway = { end: ['response_invalid', 'network_interrupted'] } as const;
const interrupted = { end: 'network_interrupted' } as const;

/** Some parsers let it pass. */
const LENIENT: Readonly<Record<string, Partial<Record<Runtime, Deviation>>>> = {
  'has a status that is no number': {
    chromium: { end: ['response_not_json', 'network_interrupted'] },
  },
  'has a header without a name': { node: anyway, chromium: anyway },
  'has a negative length': { chromium: anyway },
  'never ends its headers': {
    bun: interrupted,
    deno: interrupted,
    workerd: interrupted,
    // It sends again by itself.
    chromium: { end: ['outcome_unknown', 'network_interrupted'] },
  },
};

const talkRows = TALKS.map(
  ([name, raw, end]): Behaviour => ({
    name: `the server ${name}`,
    operation: 'resolve',
    steps: [{ raw: raw as string, ends: 'close', use: true }],
    options: { timeoutMs: 1_500 },
    end,
    on: LENIENT[name] ?? {},
  }),
);

const HANGS: readonly (readonly [name: string, step: Step])[] = [
  ['the headers do not come', { ends: 'hang' }],
  ['the body does not come', { headers: { 'content-length': '300' }, body: '', ends: 'hang' }],
  ['the body stops half way', { headers: JSON_TYPE, body: JSON_START, ends: 'hang' }],
  ['the body comes a byte at a time, too slowly', { body: { made: 'answer' }, dripMs: 40 }],
];

const hangRows = HANGS.flatMap(([name, step]) =>
  OPERATIONS.map(
    (operation): Behaviour => ({
      name: `${name} (${operation})`,
      operation,
      steps: [{ ...step, use: true }],
      options: { timeoutMs: 800 },
      end: operation === 'generate' ? 'ok' : 'timeout',
      attempts: operation === 'generate' ? 2 : 1,
    }),
  ),
);

const patientRows: readonly Behaviour[] = [
  {
    name: 'the headers come late, in time',
    operation: 'resolve',
    steps: [{ delayMs: 300, body: { made: 'answer' } }],
    end: 'ok',
  },
  {
    name: 'the body comes a byte at a time, in time',
    operation: 'resolve',
    steps: [{ body: { made: 'answer' }, dripMs: 1 }],
    options: { timeoutMs: 60_000 },
    end: 'ok',
  },
];

/** The network fails before, or while, there is an answer. */
export const CONNECTION_ROWS: readonly Behaviour[] = [
  ...placeRows,
  ...breakRows,
  ...talkRows,
  ...hangRows,
  ...patientRows,
];

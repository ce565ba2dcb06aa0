import fc from 'fast-check';
import { pino, stdSerializers } from 'pino';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../../src/receiver/index.ts';
import { anyString, RUNS } from '../../support/property.ts';
import { UNREADABLE } from '../../support/unreadable.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

describe('a redactor for a query parameter', () => {
  const { url, text } = createRedactor({
    moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
  });

  test.each([
    ['/a/long/path?x=1&token=T&y=2', '/a/long/path?x=1&token=***&y=2'],
    ['/a?token=T', '/a?token=***'],
    ['/a?Token=T&TOKEN=T', '/a?Token=***&TOKEN=***'],
    ['/a?%74oken=T', '/a?%74oken=***'],
    ['/a?token', '/a?token'],
    ['/a?token=T&token=T', '/a?token=***&token=***'],
    ['/a?next=%2Fb%3Ftoken%3DT', '/a?next=%2Fb%3Ftoken%3D***'],
    ['/a?x=1#token=T', '/a?x=1#***'],
    ['/a', '/a'],
    ['/', '/'],
    ['https://u:p@svc.example/a?token=T', 'https://***@svc.example/a?token=***'],
    ['/a?x=1\n&token=T', '/***?x=***&token=***'],
    ['', ''],
  ])('shows %j as %j', (target, shown) => {
    const redacted = url(target.replaceAll('=T', `=${TOKEN}`).replaceAll('3DT', `3D${TOKEN}`));
    if (shown.startsWith('/***')) expect(redacted).not.toContain(TOKEN);
    else expect(redacted).toBe(shown);
  });

  test.each([
    ['GET /a?token=T 404', 'GET /a?token=*** 404'],
    [
      '"GET /a?x=1&token=T HTTP/1.1" 303 "https://s.example/?token=T&y"',
      '"GET /a?x=1&token=*** HTTP/1.1" 303 "https://s.example/?token=***&y"',
    ],
    [
      '{"url":"/a?token=T","query":{"token":"T"}}',
      '{"url":"/a?token=***","query":{"token":"***"}}',
    ],
    ["{ query: { token: 'T' } }", "{ query: { token: '***' } }"],
    ['{"msg":"{\\"token\\":\\"T\\"}"}', '{"msg":"{\\"token\\":\\"***\\"}"}'],
    ['Route GET:/a?token=T not found', 'Route GET:/a?token=*** not found'],
    ['<a href="/a?x=1&amp;token=T">', '<a href="/a?x=1&amp;token=***">'],
    ['next=%2Fa%3Ftoken%3DT', 'next=%2Fa%3Ftoken%3D***'],
    ['next=%252Fa%253Ftoken%253DT', 'next=%252Fa%253Ftoken%253D***'],
    ['\\u0026token=T', '\\u0026token=***'],
    ['no secret in here', 'no secret in here'],
  ])('writes %s', (line, shown) => {
    expect(
      text(line.replace(/(?<=[="'D])T(?=["'& \\]|$)/g, TOKEN).replaceAll('=T ', `=${TOKEN} `)),
    ).toBe(shown);
  });

  test('leaves no token of any kind in any place of a line', () => {
    const token = fc.stringMatching(/^[A-Za-z0-9._~-]{8,40}$/);
    fc.assert(
      fc.property(token, anyString, anyString, (secret, before, after) => {
        const rest = after.replaceAll(secret, '');
        const head = before.replaceAll(secret, '');
        for (const line of [`${head}?token=${secret} ${rest}`, `${head}&token=${secret}&${rest}`]) {
          expect(text(line)).not.toContain(secret);
        }
        expect(
          url(`/x?${encodeURIComponent(head.replace(/[\ud800-\udfff]/g, ''))}&token=${secret}`),
        ).not.toContain(secret);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a redactor for a path', () => {
  const { url, text } = createRedactor({
    moduleUrl: 'https://svc.example/open/{SHORT_TOKEN}/report',
  });

  test('masks the segment and leaves the rest', () => {
    expect(url(`/open/${TOKEN}/report?x=1`)).toBe('/open/***/report?x=1');
    expect(url(`/open/${TOKEN}`)).toBe('/open/***');
    expect(url('/other/path?token=1')).toBe('/other/path?token=1');
    expect(text(`Cannot GET /open/${TOKEN}/report`)).toBe('Cannot GET /open/***/report');
    expect(text(`"/open%2F${TOKEN}%2Freport"`)).not.toContain(TOKEN);
  });
});

const TEXTLESS = Object.create(null);

test.each([undefined, null, 5, { token: TOKEN }, [`?token=${TOKEN}`], TEXTLESS, Symbol('x')])(
  'whatever is handed in instead of a text comes out as one without a token: %#',
  (value) => {
    const { url, text } = createRedactor({ moduleUrl: 'https://svc.example/?token={SHORT_TOKEN}' });
    for (const redact of [url, text] as ((value: unknown) => unknown)[]) {
      const redacted = redact(value);
      expect(redacted).toEqual(expect.any(String));
      expect(redacted).not.toContain(TOKEN);
    }
  },
);

describe('serializers', () => {
  const redactor = createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' });

  test('keep the token, cookies and credentials out of what pino writes', () => {
    const lines: string[] = [];
    const logger = pino(
      { serializers: redactor.serializers },
      redactor.stream({ write: (line: string) => lines.push(line) }),
    );
    const target = `/webhook?token=${TOKEN}`;
    const request = {
      id: 7,
      method: 'GET',
      url: target,
      headers: {
        cookie: 'session=cookie-secret',
        authorization: 'Bearer secret',
        referer: `https://s.example${target}`,
      },
      query: { token: TOKEN },
      socket: { remoteAddress: '127.0.0.1' },
    };
    const error = Object.assign(new TypeError(`failed at ${target}`), {
      code: 'E_FAILED',
      url: target,
    });
    logger.info(
      { req: request, res: { statusCode: 303, headers: { location: target } } },
      `saw ${target}`,
    );
    logger.error({ err: error, body: { token: TOKEN } });
    expect(lines.join('')).not.toMatch(new RegExp(`${TOKEN}|secret`));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      req: {
        id: 7,
        method: 'GET',
        url: '/webhook?token=***',
        referer: 'https://s.example/***?token=***',
        remoteAddress: '127.0.0.1',
      },
      res: { statusCode: 303 },
      msg: 'saw /webhook?token=***',
    });
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({
      err: { type: 'TypeError', code: 'E_FAILED', message: 'failed at /webhook?token=***' },
    });
  });

  test('of pino itself leak the same, so the check above can fail', () => {
    const lines: string[] = [];
    const logger = pino({ serializers: stdSerializers }, {
      write: (line: string) => lines.push(line),
    } as never);
    logger.info({
      req: { method: 'GET', url: `/webhook?token=${TOKEN}`, headers: {}, socket: {} },
    });
    expect(lines.join('')).toContain(TOKEN);
  });

  test.each([
    // Express, in a router that is mounted.
    [{ originalUrl: '/a/b?token=T', url: '/b?token=T', id: 'x' }, '/a/b?token=***'],
    [{ url: '/b?token=T' }, '/b?token=***'],
    // Fastify, whose `originalUrl` keeps the token.
    [{ raw: {}, originalUrl: '/a?token=T', url: '/a' }, '/a'],
  ])('show of the request %j the target %s', (request, shown) => {
    const { url, ...rest } = redactor.serializers.req({ method: 'GET', ...request });
    expect(url).toBe(shown);
    expect(rest).toEqual({ method: 'GET', ...('id' in request ? { id: 'x' } : {}) });
  });

  test('show an error without a code as one without', () => {
    expect(Object.keys(redactor.serializers.err(new Error('no')))).toEqual([
      'type',
      'message',
      'stack',
    ]);
  });

  test('show the stack of an error, without its token', () => {
    const error = new Error(`failed at /webhook?token=${TOKEN}`);
    const { stack } = redactor.serializers.err(error);
    expect(stack).toBe(error.stack?.replaceAll(TOKEN, '***'));
    expect(stack).toContain('redactor.test.ts');
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'text'],
    ['a number', 1],
    ['an empty object', {}],
    ['an object that nobody can ask', UNREADABLE],
    [
      'fields that no text can be made of',
      { url: TEXTLESS, message: TEXTLESS, statusCode: TEXTLESS },
    ],
  ])('take %s without complaint', (_name, value) => {
    expect(redactor.serializers.req(value)).toMatchObject({ method: '', url: '' });
    expect(redactor.serializers.err(value)).toMatchObject({ message: expect.any(String) });
    expect(redactor.serializers.res(value)).toEqual({ statusCode: 0 });
  });
});

test('a print function is given every text without its token', () => {
  const printed: string[][] = [];
  const { print } = createRedactor({
    moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
  });
  print((...texts) => printed.push(texts))(`--> GET /webhook?token=${TOKEN}`, '303', 'token=abc');
  expect(printed).toEqual([['--> GET /webhook?token=***', '303', 'token=***']]);
});

import { describe, expect, test } from 'vitest';
import { createReceiver } from '../../src/receiver/index.ts';
import { isModuleUrlError } from '../../src/url/module-url-error.ts';
import { upstream } from './support/upstream.ts';

const client = upstream().client;
const moduleUrl = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const good = { client, moduleUrl, admit: 'anyone' };

describe('options that cannot work are refused', () => {
  test.each([
    [undefined, TypeError, /object with moduleUrl, client and admit/],
    [null, TypeError, /object with moduleUrl, client and admit/],
    [{}, TypeError, /client must be/],
    [{ client, admit: 'anyone' }, TypeError, /moduleUrl must be the Custom Module URL/],
    [{ ...good, admit: undefined }, TypeError, /admit must say/],
    [{ ...good, moduleUrl: 'https://svc.example/webhook' }, RangeError, /exactly once/],
    [{ ...good, moduleUrl: `${moduleUrl}&t={SHORT_TOKEN}` }, RangeError, /exactly once/],
    [{ ...good, moduleUrl: 'https://svc.example/?a=x{SHORT_TOKEN}' }, RangeError, /whole value/],
    [{ ...good, moduleUrl: 'https://svc.example/?a=x={SHORT_TOKEN}' }, RangeError, /whole value/],
    [{ ...good, moduleUrl: 'https://svc.example/?={SHORT_TOKEN}' }, RangeError, /whole value/],
    [{ ...good, moduleUrl: 'https://svc.example/{SHORT_TOKEN}' }, RangeError, /behind another/],
    [{ ...good, moduleUrl: 'https://svc.example//{SHORT_TOKEN}' }, RangeError, /behind another/],
    [{ ...good, moduleUrl: 'https://svc.example/a/x{SHORT_TOKEN}' }, RangeError, /whole segment/],
    [{ ...good, moduleUrl: 'https://svc.example/a/{SHORT_TOKEN}x' }, RangeError, /whole segment/],
    [
      { ...good, moduleUrl: 'https://svc.example/a#x{SHORT_TOKEN}', landing: '/b' },
      RangeError,
      /all of it/,
    ],
    [{ ...good, moduleUrl: 'https://svc.example/a#t={SHORT_TOKEN}' }, RangeError, /needs landing/],
    [
      { ...good, moduleUrl: 'https://svc.example/a#t={SHORT_TOKEN}', landing: '/A/?x' },
      RangeError,
      /another path/,
    ],
    [{ ...good, landing: 'report' }, RangeError, /landing must begin with exactly one slash/],
    [{ ...good, landing: '//evil.example' }, RangeError, /landing must begin/],
    [{ ...good, landing: 1 }, TypeError, /landing must be a string/],
    [{ ...good, logoutPath: '/out?x' }, RangeError, /logoutPath must begin/],
    [{ ...good, basePath: '/other' }, RangeError, /must begin with basePath/],
    [{ ...good, basePath: 'webhook' }, RangeError, /basePath must begin with exactly one slash/],
    [{ ...good, basePath: '/webhook/' }, RangeError, /must not end with a slash/],
    [{ ...good, formField: 'a b' }, RangeError, /formField must be 1 to 64/],
    [{ ...good, formField: 1 }, TypeError, /formField must be a string/],
    [{ ...good, hostOrigins: 'https://x.example' }, TypeError, /hostOrigins must be a list/],
    [{ ...good, hostOrigins: ['https://x.example', 1] }, TypeError, /hostOrigins must be a list/],
    [{ ...good, hostOrigins: ['https://x.example/'] }, TypeError, /hostOrigins must be a list/],
    [
      { ...good, frameAncestors: ["https://x.example; script-src 'none'"] },
      TypeError,
      /frameAncestors must be/,
    ],
    [{ ...good, secret: 'x'.repeat(31) }, RangeError, /at least 32/],
    [{ ...good, secret: 'short' }, RangeError, /at least 32/],
    [{ ...good, secret: 1 }, TypeError, /secret must be a string/],
    [{ ...good, maxFailuresPerMinute: 0 }, RangeError, /at least 1/],
    [{ ...good, maxFailuresPerMinute: '9' }, TypeError, /must be a number/],
    [{ ...good, session: {} }, TypeError, /session\.read must be a function/],
    [{ ...good, session: null }, TypeError, /session\.read must be a function/],
    [{ ...good, describeIdentity: 1 }, TypeError, /describeIdentity must be a function/],
    [{ ...good, clientAddress: 1 }, TypeError, /clientAddress must be a function/],
    [{ ...good, onRefused: 1 }, TypeError, /onRefused must be a function/],
    [{ ...good, isBot: /bot/ }, TypeError, /isBot must be a function/],
    [{ ...good, onEvent: {} }, TypeError, /onEvent must be a function/],
  ])('%#', (options, type, message) => {
    expect(() => createReceiver(options as never)).toThrow(type);
    expect(() => createReceiver(options as never)).toThrow(message);
  });

  test('a module URL that is none gets the diagnostic of one', () => {
    const make = () =>
      createReceiver({ ...good, moduleUrl: 'https://svc.example/?token={short_token}' } as never);
    expect(make).toThrow();
    try {
      make();
    } catch (error) {
      expect(isModuleUrlError(error, 'misspelled-placeholder')).toBe(true);
    }
  });
});

describe('options that work', () => {
  test.each([
    { ...good, moduleUrl: 'http://localhost:3000/webhook?token={SHORT_TOKEN}' },
    { ...good, moduleUrl: 'https://svc.example/webhook?token=%7BSHORT_TOKEN%7D' },
    { ...good, moduleUrl: 'https://svc.example/app/webhook?token={SHORT_TOKEN}', basePath: '/app' },
    { ...good, moduleUrl: 'https://svc.example?token={SHORT_TOKEN}' },
    { ...good, moduleUrl: 'https://svc.example/o#{SHORT_TOKEN}', landing: '/' },
    { ...good, moduleUrl: 'https://svc.example/o/{SHORT_TOKEN}' },
    { ...good, moduleUrl: 'https://svc.example//o/{SHORT_TOKEN}' },
    { ...good, maxFailuresPerMinute: Infinity },
    { ...good, maxFailuresPerMinute: 1 },
    { ...good, secret: 'x'.repeat(32) },
    { ...good, hostOrigins: [], frameAncestors: [] },
  ])('%j', (options) => {
    expect(() => createReceiver(options as never)).not.toThrow();
  });
});

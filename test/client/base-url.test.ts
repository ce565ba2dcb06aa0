import { describe, expect, test } from 'vitest';
import { parseBaseUrl } from '../../src/client/base-url.ts';

describe('a base URL is taken', () => {
  test.each([
    ['https://apiweb.mile.app/api/v3', 'https://apiweb.mile.app/api/v3'],
    ['https://apiweb.mile.app/api/v3/', 'https://apiweb.mile.app/api/v3'],
    ['HTTPS://ApiWeb.Mile.App/Api', 'https://apiweb.mile.app/Api'],
    ['https://mile.app', 'https://mile.app'],
    ['https://mile.app:8443/', 'https://mile.app:8443'],
    ['https://mile.app:443', 'https://mile.app'],
    ['https://mile.app:1', 'https://mile.app:1'],
    ['https://mile.app:65535', 'https://mile.app:65535'],
    ['https://mile.app:08443', 'https://mile.app:8443'],
    ['http://localhost:80', 'http://localhost'],
    ['https://internal_host/api', 'https://internal_host/api'],
    ['https://203.0.113.7/api', 'https://203.0.113.7/api'],
    ['https://[2001:db8::1]:444', 'https://[2001:db8::1]:444'],
    ['http://localhost:3000/api', 'http://localhost:3000/api'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000'],
    ['http://127.8.9.1', 'http://127.8.9.1'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
  ])('%s', (source, expected) => {
    expect(parseBaseUrl(source)).toBe(expected);
    // And every platform reads what it becomes as it is written.
    expect(new URL(expected).href.replace(/\/$/, '')).toBe(expected);
  });
});

describe('a base URL in clear is for loopback hosts only', () => {
  test.each([
    'http://apiweb.mile.app',
    'http://localhost.mile.app',
    'http://127.0.0.1.mile.app',
    'http://0.0.0.0:3000',
    'http://128.0.0.1',
    'http://[::2]',
    'http://app.localhost',
    'ftp://mile.app',
    'ftp://localhost',
    'ws://mile.app',
  ])('%s', (source) => {
    expect(() => parseBaseUrl(source)).toThrow(expect.objectContaining({ code: 'insecure_url' }));
  });
});

describe('a base URL that two parsers could read differently is refused', () => {
  test.each([
    '',
    'apiweb.mile.app',
    '/api/v3',
    '//mile.app',
    'https:mile.app',
    'https:/mile.app',
    'https:///mile.app',
    'https://',
    'https://user@mile.app',
    'https://user:password@mile.app',
    'https://evil.example/?x=@mile.app',
    'https://evil.example\\@mile.app',
    'https://mile.app?x=1',
    'https://mile.app/api?x=1',
    'https://mile.app#x',
    'https://mile.app/a b',
    'https://mile.app/%2e%2e/x',
    'https://mile.app/../x',
    'https://mile.app/./x',
    'https://mile.app/x/..',
    'https://mile.app//x',
    'https://mile.app:0',
    'https://mile.app:65536',
    'https://mile.app:',
    'https://mile.app.',
    'https://.mile.app',
    'https://mile..app',
    'https://mïle.app',
    'https://2130706433',
    'https://0x7f.1',
    'https://127.1',
    'https://127.0.0.01',
    'https://127.0.0.256',
    'https://1.2.3.4.5',
    'http://127.0.0.0x1',
    'http://[::1%25lo]',
    'https://[::1',
    ' https://mile.app',
    'https://mile.app\n',
    'https://mile.app/\u0000',
    'javascript:alert(1)',
  ])('%j', (source) => {
    expect(() => parseBaseUrl(source)).toThrow('baseUrl must be an absolute URL');
  });

  test.each([undefined, null, 7, new URL('https://mile.app')])('and %s is no string', (source) => {
    expect(() => parseBaseUrl(source)).toThrow('baseUrl must be a string');
  });
});

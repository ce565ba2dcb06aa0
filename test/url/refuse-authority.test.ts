import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { parseModuleUrl } from '../../src/index.ts';
import { codeOf } from './support/code-of.ts';

describe('parsing refuses what is wrong before the path', () => {
  test.each([
    ['https://user@s.example/', 'credentials-in-url'],
    ['https://@s.example/', 'credentials-in-url'],
    ['https://{SHORT_TOKEN}@s.example/', 'credentials-in-url'],
    ['https://{SHORT_TOKEN}.example/', 'placeholder-in-host'],
    ['https://s.example{SHORT_TOKEN}/', 'placeholder-in-host'],
    ['https://s.example:{SHORT_TOKEN}/', 'placeholder-in-port'],
    ['https://s.example:80{SHORT_TOKEN}/?t={SHORT_TOKEN}', 'placeholder-in-port'],
    ['https://s.example%2Fwebhook', 'encoded-url'],
    ['https://%2fs.example', 'encoded-url'],
    ['https://s.example%3Ft=1', 'encoded-url'],
    ['https://s.example%231', 'encoded-url'],
    ['https://s%20.example', 'invalid-host'],
  ])('%s: %s', (source, code) => {
    expect(codeOf(source)).toBe(code);
  });
});

test('a check says of a host with a placeholder that, and not that it is invalid', () => {
  const { diagnostics } = checkModuleUrl('https://{SHORT_TOKEN}.example/?t={SHORT_TOKEN}');
  expect(diagnostics.map(({ code }) => code)).toEqual(['placeholder-in-host']);
});

describe('a port is a number from 1 to 65535, of five digits at most', () => {
  test.each(['1', '80', '00080', '65535', ''])('%j', (port) => {
    expect(codeOf(`https://s.example:${port}/`)).toBeUndefined();
  });

  test.each(['0', '00000', '65536', '99999', '000080', '-1', '+1', '1e3', '0x1', '8o', 'x8', ' 8'])(
    'and not %j',
    (port) => {
      expect(codeOf(`https://s.example:${port}/`)).toBe('invalid-port');
    },
  );
});

describe('http takes no token', () => {
  const allowed = { allowHttpLoopback: true };
  const LOOPBACKS = ['localhost:3000', 'app.localhost', '127.0.0.1:80', '[::1]'];
  const OTHERS = ['s.example', 'notlocalhost', 'localhost.example', '128.0.0.1', '[::2]'];

  test.each([...LOOPBACKS, ...OTHERS])('to %s, unless that is allowed', (host) => {
    expect(codeOf(`http://${host}/`)).toBeUndefined();
    expect(codeOf(`http://${host}/?t={SHORT_TOKEN}`)).toBe('insecure-scheme');
    expect(codeOf(`http://${host}/?t={SHORT_TOKEN}`, {})).toBe('insecure-scheme');
    expect(codeOf(`HTTP://${host}/{SHORT_TOKEN}`)).toBe('insecure-scheme');
  });

  test.each(LOOPBACKS)('but to %s where loopback is allowed', (host) => {
    expect(codeOf(`http://${host}/?t={SHORT_TOKEN}`, allowed)).toBeUndefined();
    const truthy = { allowHttpLoopback: 'yes' as unknown as boolean };
    expect(codeOf(`http://${host}/?t={SHORT_TOKEN}`, truthy)).toBe('insecure-scheme');
  });

  test.each(OTHERS)('and never to %s', (host) => {
    expect(codeOf(`http://${host}/?t={SHORT_TOKEN}`, allowed)).toBe('insecure-scheme');
  });

  test('and the refusal names the option where it would help', () => {
    const refusal = (host: string) => () => parseModuleUrl(`http://${host}/?t={SHORT_TOKEN}`);
    expect(refusal('localhost')).toThrow('allowHttpLoopback');
    expect(refusal('s.example')).not.toThrow('allowHttpLoopback');
  });
});

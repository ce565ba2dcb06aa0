import { describe, expect, test } from 'vitest';
import { domainToAscii } from '../../src/idna/index.ts';
import { parseModuleUrl } from '../../src/index.ts';
import { hostProblem, isLoopbackHost } from '../../src/url/host.ts';

describe('a host', () => {
  const CASES: readonly (readonly [host: string, code: string | undefined])[] = [
    ['svc.example', undefined],
    [`${'a'.repeat(64)}.example`, 'invalid-host'],
    [`${'a.'.repeat(124)}example`, 'invalid-host'],
    [`${'a.'.repeat(124)}exampl`, undefined],
    ['SVC.example', undefined],
    ['ban\u212A.example', 'non-ascii-host'],
    ['İİİ', 'non-ascii-host'],
    ['s。example', 'non-ascii-host'],
    ['ｓvc．example', 'non-ascii-host'],
    ['xn--xn---epa.example', 'invalid-host'],
    ['xn--bcher-kva.example', undefined],
    ['xn--bcher--x-65a.example', undefined],
    // In upper case, and a ligature: nothing converts to these.
    ['xn--bc-8ka.example', 'unverified-punycode'],
    ['xn--s-ika.example', 'unverified-punycode'],
    ['xn--12c1fe0br.example', 'unverified-punycode'],
    ['s..example', 'invalid-host'],
    ['svc. example', 'invalid-host'],
    ['0x7f.1', 'ambiguous-host'],
    ['256.1.1.1', 'ambiguous-host'],
    ['1.1.1.256', 'ambiguous-host'],
    ['1.2.3', 'ambiguous-host'],
    ['127.0.0.1', undefined],
    ['[2001:db8::1]', undefined],
    ['[2001:DB8::1]', undefined],
    ['[a::1:0:0]', undefined],
    ['[2001:db8::1:0:0:1]', undefined],
    ['[2001:db8:0:0:1::]', undefined],
    ['[2001:db8::1:0:0:0]', 'non-canonical-host'],
    ['[::ffff:1.2.3.4]', 'non-canonical-host'],
    ['[:1::]', 'invalid-host'],
    ['[::1', 'invalid-host'],
    ['[::1x', 'invalid-host'],
  ];
  for (const [host, code] of CASES) {
    test(`${host} is reported as ${code ?? 'nothing'}`, () => {
      expect(hostProblem(host)).toBe(code);
    });
  }

  test.each([
    ['xn--o3cw4h.example', undefined],
    ['xn--bc-8ka.example', 'invalid-host'],
    ['xn--s-ika.example', 'invalid-host'],
    ['xn--bcher-kva.example', undefined],
  ])('in Punycode is what a table of every script says of it: %s, %s', (host, code) => {
    expect(hostProblem(host, domainToAscii)).toBe(code);
  });

  test('is on this machine only as localhost, below it, in 127.0.0.0/8 and as ::1', () => {
    const yes = [
      'localhost',
      'LOCALHOST',
      'a-b.app.localhost',
      '127.0.0.1',
      '127.18.118.8',
      '[::1]',
    ];
    const no = ['localhost.example', '128.0.0.1', '127.0.0.1.example', '[::2]', 'localhost.'];
    no.push('notlocalhost', 'x.127.0.0.1', '1127.0.0.1', '127.0.0.1234', 'x[::1]');
    expect(yes.filter((host) => !isLoopbackHost(host))).toEqual([]);
    expect(no.filter(isLoopbackHost)).toEqual([]);
  });
});

test('a host that is too long is refused wherever the authority ends', () => {
  for (const host of [`${'a'.repeat(64)}.example`, `${'a.'.repeat(124)}example`]) {
    for (const end of ['', '/', '?t={SHORT_TOKEN}', '#a', ':8443', '?x=/']) {
      expect(() => parseModuleUrl(`https://${host}${end}`)).toThrow('invalid host');
    }
  }
});

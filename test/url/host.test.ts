import { describe, expect, test } from 'vitest';
import { parseModuleUrl } from '../../src/index.ts';
import { hostProblem, isLoopbackHost } from '../../src/url/host.ts';

describe('a host', () => {
  const CASES: readonly (readonly [host: string, code: string | undefined])[] = [
    ['svc.example', undefined],
    [`${'a'.repeat(64)}.example`, 'invalid-host'],
    [`${'a.'.repeat(124)}example`, 'invalid-host'],
    ['SVC.example', undefined],
    ['ban\u212A.example', 'non-ascii-host'],
    ['İİİ', 'non-ascii-host'],
    ['s。example', 'non-ascii-host'],
    ['ｓvc．example', 'non-ascii-host'],
    ['xn--xn---epa.example', 'invalid-host'],
    ['xn--bcher-kva.example', undefined],
    ['xn--12c1fe0br.example', 'unverified-punycode'],
    ['s..example', 'invalid-host'],
    ['svc. example', 'invalid-host'],
    ['0x7f.1', 'ambiguous-host'],
    ['127.0.0.1', undefined],
    ['[2001:db8::1]', undefined],
    ['[2001:DB8::1]', undefined],
    ['[a::1:0:0]', undefined],
    ['[2001:db8::1:0:0:1]', undefined],
    ['[2001:db8:0:0:1::]', undefined],
    ['[2001:db8::1:0:0:0]', 'non-canonical-host'],
    ['[::ffff:1.2.3.4]', 'non-canonical-host'],
    ['[:1::]', 'invalid-host'],
  ];
  for (const [host, code] of CASES) {
    test(`${host} is reported as ${code ?? 'nothing'}`, () => {
      expect(hostProblem(host)).toBe(code);
    });
  }

  test('is on this machine only as localhost, below it, in 127.0.0.0/8 and as ::1', () => {
    const yes = ['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.8.8.8', '[::1]'];
    const no = ['localhost.example', '128.0.0.1', '127.0.0.1.example', '[::2]', 'localhost.'];
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

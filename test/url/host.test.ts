import { domainToASCII } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/index.ts';
import { hostProblem, isLoopbackHost, isPrivateHost } from '../../src/url/host.ts';

describe('a host', () => {
  const CASES: readonly (readonly [
    host: string,
    code: string | undefined,
    mended?: string | undefined,
  ])[] = [
    ['svc.example', undefined],
    ['SVC.example', undefined],
    ['ban\u212A.example', 'non-ascii-host'],
    ['İİİ', 'non-ascii-host'],
    ['s。example', 'non-ascii-host', 's.example'],
    ['ｓvc．example', 'non-ascii-host', 'svc.example'],
    ['xn--xn---epa.example', 'invalid-host'],
    ['xn--bcher-kva.example', undefined],
    ['xn--12c1fe0br.example', 'unverified-punycode'],
    ['s..example', 'invalid-host', 's.example'],
    ['svc. example', 'invalid-host', 'svc.example'],
    ['0x7f.1', 'ambiguous-host'],
    ['127.0.0.1', undefined],
    ['[2001:db8::1]', undefined],
    ['[2001:DB8::1]', undefined],
    ['[a::1:0:0]', undefined],
    ['[2001:db8::1:0:0:1]', undefined],
    ['[2001:db8:0:0:1::]', undefined],
    ['[2001:db8::1:0:0:0]', 'non-canonical-host', '[2001:db8:0:0:1::]'],
    ['[::ffff:1.2.3.4]', 'non-canonical-host', '[::ffff:102:304]'],
    ['[:1::]', 'invalid-host'],
  ];
  for (const [host, code, mended] of CASES) {
    test(`${host} is reported as ${code ?? 'nothing'}`, () => {
      const problem = hostProblem(host);
      expect([problem?.code, problem?.replacement]).toEqual([code, mended]);
    });
  }

  test.each([
    ['ไทย.example', 'xn--o3cw4h.example'],
    ['việt.example', 'xn--vit-5kz.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
  ])(
    '%s gets its Punycode where the caller knows how, and the Punycode is accepted',
    (host, ascii) => {
      const options = { domainToAscii: domainToASCII };
      const check = checkModuleUrl(`https://${host}/?t={SHORT_TOKEN}`, options);
      expect([check.ok, check.fix]).toEqual([false, `https://${ascii}/?t={SHORT_TOKEN}`]);
      expect(checkModuleUrl(check.fix as string, options).ok).toBe(true);
    },
  );

  test('is on this machine only as localhost, below it, in 127.0.0.0/8 and as ::1', () => {
    const yes = ['localhost', 'LOCALHOST', 'app.localhost', '127.0.0.1', '127.8.8.8', '[::1]'];
    const no = ['localhost.example', '128.0.0.1', '127.0.0.1.example', '[::2]', 'localhost.'];
    expect(yes.filter((host) => !isLoopbackHost(host))).toEqual([]);
    expect(no.filter(isLoopbackHost)).toEqual([]);
  });

  test('is private without a dot, below .local and .internal, and in the private ranges', () => {
    const yes = ['intranet', 'printer.local', 'a.internal', '10.1.2.3', '[fd00::1]', '172.31.0.1'];
    const no = ['svc.example', '11.0.0.1', '172.32.0.1', '[2001:db8::1]', 'local.example'];
    expect(yes.filter((host) => !isPrivateHost(host))).toEqual([]);
    expect(no.filter(isPrivateHost)).toEqual([]);
  });
});

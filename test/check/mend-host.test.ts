import { domainToASCII } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/index.ts';
import { isPrivateHost, mendHost } from '../../src/check/mend-host.ts';
import { hostProblem } from '../../src/url/host.ts';

describe('a host', () => {
  test.each([
    ['s。example', 's.example'],
    ['ｓvc．example', 'svc.example'],
    ['s..example', 's.example'],
    ['svc. example', 'svc.example'],
    ['[2001:db8::1:0:0:0]', '[2001:db8:0:0:1::]'],
    ['[::ffff:1.2.3.4]', '[::ffff:102:304]'],
  ])('%s is mended to %s, which is accepted', (host, mended) => {
    expect(hostProblem(host)).not.toBe(undefined);
    expect(mendHost(host)).toBe(mended);
    expect(hostProblem(mended)).toBe(undefined);
  });

  test.each([
    '[:1::]',
    '[::1',
    'İİİ',
    'xn--xn---epa.example',
    'a b.example',
    `${'a'.repeat(64)}.example`,
  ])('%s is for a person to mend', (host) => {
    expect(hostProblem(host)).not.toBe(undefined);
    expect(mendHost(host)).toBe(undefined);
  });

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

  test('is private without a dot, below .local and .internal, and in the private ranges', () => {
    const yes = ['intranet', 'printer.local', 'a.internal', '10.1.2.3', '[fd00::1]', '172.31.0.1'];
    const no = ['svc.example', '11.0.0.1', '172.32.0.1', '[2001:db8::1]', 'local.example'];
    expect(yes.filter((host) => !isPrivateHost(host))).toEqual([]);
    expect(no.filter(isPrivateHost)).toEqual([]);
  });
});

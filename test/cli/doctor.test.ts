import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { AuditReport } from '../../src/audit/report.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { baseReceiver, type Switch } from '../audit/support/base-receiver.ts';
import { listen } from '../audit/support/run.ts';
import { freePort } from '../support/free-port.ts';
import { run as runCommand } from './support/run.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A receiver that resolves at the issuer of an audit to come. */
async function receiving(on: readonly Switch[] = [], host = '127.0.0.1') {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  const log = join(folder, 'access.log');
  await writeFile(log, '');
  const baseUrl = `http://${host.includes(':') ? `[${host}]` : host}:${port}/api/v3`;
  const { origin, stop } = await listen(baseReceiver(on, { baseUrl, log }));
  cleanups.push(stop, () => rm(folder, { recursive: true }));
  return { url: `${origin}/webhook?a=1&token={SHORT_TOKEN}`, port, origin, log };
}

const run = (args: readonly string[], options = {}) => runCommand(doctor, args, options);

describe('custom-module doctor', () => {
  test('passes a receiver that is right, and says what it could not try', async () => {
    const { url, port } = await receiving();
    const { code, out, err } = await run([url, '--listen', String(port)]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('not tried  token-in-log: no log was named');
    expect(out).toMatch(/\nno error found: \d+ of \d+ checks passed in \d+ visits\n$/);
  });

  test('searches the log that it is given', async () => {
    const { url, port, log } = await receiving(['tokenInLog', 'bearerInLog']);
    const { code, out } = await run([url, '--listen', String(port), '--log', log, '--json']);
    const { findings } = JSON.parse(out) as AuditReport;
    expect(code).toBe(1);
    expect(findings.map((finding) => finding.code)).toEqual(['token-in-log', 'bearer-in-log']);
  });

  test('tells of every finding what was seen, why it matters and how to mend it', async () => {
    const { url, port } = await receiving(['noRedirect', 'readable']);
    const { code, out } = await run([url, '--listen', String(port)]);
    expect(code).toBe(1);
    expect(out).toContain(
      [
        'error    token-in-address-bar',
        '  seen  200 at a URL with the token',
        '  why   The address bar, the history, bookmarks and screenshots keep the token.',
        '  mend  Answer the visit with a 303 to the same URL without the token.',
        '  more  @mileapp/custom-module-url/src/cli/README.md#token-in-address-bar',
        '',
      ].join('\n'),
    );
    expect(out).toMatch(/\nerrors found: .*, 2 errors\n$/);
  });

  test('leaves out what is skipped, and passes when nothing else is wrong', async () => {
    const { url, port } = await receiving(['readable', 'noRetryAfter']);
    const skip = ['--skip', 'session-cookie-readable', '--skip', 'outage-without-retry-after'];
    const { code, out } = await run([url, '--listen', String(port), ...skip, '--json']);
    const { verdict, findings, checks } = JSON.parse(out) as AuditReport;
    expect({ code, verdict, findings }).toEqual({ code: 0, verdict: 'passed', findings: [] });
    expect(checks).toContainEqual({
      code: 'session-cookie-readable',
      rule: expect.any(String),
      status: 'skipped',
      reason: 'skipped on request',
    });
  });

  test('lends its user to an organization that the receiver admits', async () => {
    const { url, port } = await receiving(['anyOrganization']);
    const organization = ['--organization', '64f0c0ffee0000000000b00f'];
    const { code, out } = await run([url, '--listen', String(port), ...organization, '--json']);
    expect(code).toBe(1);
    expect((JSON.parse(out) as AuditReport).findings).toMatchObject([
      { code: 'organization-not-checked', severity: 'error' },
    ]);
  });

  test('listens on another address for a receiver that needs one', async () => {
    const { url, port } = await receiving([], '127.0.0.2');
    expect((await run([url, '--listen', String(port), '--host', '127.0.0.2'])).code).toBe(0);
    const { code, out } = await run([url, '--listen', String(port), '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(out).reason).toContain(`baseUrl at http://127.0.0.1:${port}/api/v3`);
  });

  test('shows on a terminal how far it has come, and leaves nothing of it there', async () => {
    const { url, port } = await receiving(['landingMissing']);
    const { err } = await run([url, '--listen', String(port)], { showsProgress: true });
    expect(err).toContain('the session cookie …');
    expect(err.endsWith('\r\x1b[K')).toBe(true);
  });

  test('stops when the time is up, with what it has found by then', async () => {
    const { url, port } = await receiving(['slow', 'permanentRedirect']);
    const { code, out } = await run([url, '--listen', String(port), '--timeout', '4', '--json']);
    const { verdict, reason, checks } = JSON.parse(out) as AuditReport;
    expect({ code, verdict }).toEqual({ code: 3, verdict: 'inconclusive' });
    expect(reason).toBe('There was no time left after 4 s.');
    expect(checks.filter(({ status }) => status === 'passed').length).toBeLessThan(20);
  });
});

describe('an audit that cannot be made ends with 3 and says why, in JSON too', () => {
  test('a receiver that asks somebody else', async () => {
    const { url } = await receiving();
    const other = await freePort();
    const { code, out, err } = await run([url, '--listen', String(other), '--json']);
    expect({ code, err }).toEqual({ code: 3, err: '' });
    const { verdict, reason } = JSON.parse(out) as AuditReport;
    expect(verdict).toBe('inconclusive');
    expect(reason).toContain(`baseUrl at http://127.0.0.1:${other}/api/v3`);
  });

  test('a receiver that is not there', async () => {
    const url = `http://127.0.0.1:${await freePort()}/?token={SHORT_TOKEN}`;
    const { code, out } = await run([url, '--listen', String(await freePort())]);
    expect(code).toBe(3);
    expect(out).toContain('The receiver gives no answer (ECONNREFUSED).');
  });

  test('a port that is taken, a log that is not there', async () => {
    const { url, port, origin } = await receiving();
    const taken = new URL(origin).port;
    for (const flags of [
      ['--listen', taken],
      ['--listen', String(port), '--log', '/nowhere/x.log'],
    ]) {
      const plain = await run([url, ...flags]);
      expect({ code: plain.code, out: plain.out }).toEqual({ code: 3, out: '' });
      expect(plain.err).toMatch(/cannot be (?:listened on|read)/);
      const json = await run([url, ...flags, '--json']);
      expect(JSON.parse(json.out)).toMatchObject({ verdict: 'inconclusive' });
    }
  });
});

describe('wrong usage ends with 2 and says why, in JSON too', () => {
  const URL_OF_A_RECEIVER = 'https://svc.example/?token={SHORT_TOKEN}';

  test.each([
    [[], 'Which URL?'],
    [['a', 'b'], 'Which URL?'],
    [[URL_OF_A_RECEIVER, '--listen', '0'], '--listen must be'],
    [[URL_OF_A_RECEIVER, '--listen', 'x'], '--listen must be'],
    [[URL_OF_A_RECEIVER, '--timeout', '0'], '--timeout must be'],
    [[URL_OF_A_RECEIVER, '--skip', 'nothing'], '--skip must be'],
    [[URL_OF_A_RECEIVER, '--organization', ''], '--organization must not be empty'],
    [[URL_OF_A_RECEIVER, '--wat'], 'A flag is unknown'],
    [['https://svc.example/'], 'no {SHORT_TOKEN}'],
    [['http://svc.example/?token={SHORT_TOKEN}'], 'insecure-scheme'],
  ])('%j', async (args, why) => {
    const { code, err, out } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(why);
    const json = await run([...args, '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({ error: { code: 'usage' } });
  });

  test('help is no wrong usage', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Usage: custom-module doctor <url>');
  });
});

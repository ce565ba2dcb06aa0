import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AuditFinding } from '../../src/audit/report.ts';
import { makeCertificate } from '../../src/sandbox/server/certificate.ts';
import { baseReceiver, type Switch } from './support/base-receiver.ts';
import { audit, listen, type StartReceiver } from './support/run.ts';

// As somebody does whose certificate is self-signed.
beforeAll(() => {
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
});
afterAll(() => {
  delete process.env.NODE_TLS_REJECT_UNAUTHORIZED;
});

const overTls =
  (on: readonly Switch[]): StartReceiver =>
  async (setting) => {
    const server = createServer(await makeCertificate('127.0.0.1'), baseReceiver(on, setting));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return {
      origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
      stop: () =>
        new Promise((done) => {
          server.close(() => done());
          server.closeAllConnections();
        }),
    };
  };

const overHttp =
  (on: readonly Switch[]): StartReceiver =>
  (setting) =>
    listen(baseReceiver(on, setting));

const findings = async (start: StartReceiver) =>
  (await audit(start)).findings.map(({ code, severity }: AuditFinding) => `${severity} ${code}`);

const NOT_BOUND = 'info session-cookie-not-host-bound';

test.concurrent.each([
  ['a right receiver over TLS', overTls([]), []],
  [
    'a cookie without Secure over TLS',
    overTls(['insecure', 'plainName']),
    ['error session-cookie-insecure', NOT_BOUND],
  ],
  [
    'a cookie without Secure over http on this machine',
    overHttp(['insecure', 'plainName']),
    ['info session-cookie-insecure', NOT_BOUND],
  ],
  [
    'every organization let in, which may be meant',
    overHttp(['anyOrganization']),
    ['info organization-not-checked'],
  ],
] as const)('%s', async (_, start, finds) => {
  expect(await findings(start)).toEqual(finds);
});

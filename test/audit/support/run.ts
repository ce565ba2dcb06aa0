import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolveBehaviour } from '../../../src/audit/audit-issuer.ts';
import { type AuditOptions, auditReceiver } from '../../../src/audit/audit-receiver.ts';
import type { AuditReport } from '../../../src/audit/report.ts';
import { createAuditIssuer } from '../../../src/audit/throw-away-issuer.ts';
import { logTail } from '../../../src/cli/log-tail.ts';
import { parseModuleUrl } from '../../../src/url/parse-module-url.ts';
import { freePort } from '../../support/free-port.ts';
import type { ReceiverSetting } from './base-receiver.ts';

/** A server on a port of its own, and the way to end it. */
export interface Running {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

export async function listen(listener: RequestListener): Promise<Running> {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** Starts a receiver for an issuer that is about to run. */
export type StartReceiver = (setting: ReceiverSetting) => Promise<Running>;

/** Audits one receiver against an issuer and a log of its own. */
export async function audit(
  start: StartReceiver,
  {
    path = '/webhook?a=1&token={SHORT_TOKEN}',
    ...options
  }: { path?: string } & Partial<AuditOptions> = {},
): Promise<AuditReport> {
  const folder = await mkdtemp(join(tmpdir(), 'audit-'));
  const log = join(folder, 'access.log');
  await writeFile(log, 'what was there before: token=abcdefghijkl\n');
  const own = createAuditIssuer({ port: await freePort() });
  const silent = new Set<string>();
  const issuer = {
    ...own,
    behave: (token: string, behaviour: ResolveBehaviour) => {
      if (behaviour === 'silent') silent.add(token);
      own.behave(token, behaviour);
    },
  };
  await issuer.start();
  const isSilent = (token: string) => silent.has(token);
  const { origin, stop } = await start({ baseUrl: issuer.baseUrl, log, isSilent });
  try {
    return await auditReceiver({
      moduleUrl: parseModuleUrl(origin + path, { allowHttpLoopback: true }),
      issuer,
      readLog: await logTail(log),
      ...options,
    });
  } finally {
    await stop();
    await issuer.stop();
    await rm(folder, { recursive: true });
  }
}

/** Codes of everything that is not a mere remark. */
export function complaints({ findings }: AuditReport): string[] {
  return findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
}

/** Runs tasks a few at a time; each of the promises is there at once. */
export function pool<T>(tasks: readonly (() => Promise<T>)[], width: number): Promise<T>[] {
  const waiting: (() => void)[] = [];
  let running = 0;
  return tasks.map(async (task) => {
    if (running >= width) await new Promise<void>((resume) => waiting.push(resume));
    running += 1;
    try {
      return await task();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  });
}

import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { createIssuer } from '../../src/issuer/create-issuer.ts';
import { createRedisStore } from '../../src/store/redis.ts';
import { bindIoredis } from '../contract/support/bindings.ts';
import { redisMissing, startRedis } from '../contract/support/redis-server.ts';

const run = promisify(execFile);
const dir = mkdtempSync(join(tmpdir(), 'short-token-dump-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Snapshots cut long strings; the beginning of a secret is as much of a find as all of it. */
const FIND = 32;

/** How often a secret's beginning occurs, as it is or in an encoding that it may have been put in. */
function found(bytes: Buffer, secrets: readonly string[]): string[] {
  return secrets.flatMap((secret) => {
    const text = Buffer.from(secret.slice(0, FIND));
    const utf16 = Buffer.from(secret.slice(0, FIND), 'utf16le');
    const forms = [text, utf16, text.toString('hex'), text.subarray(0, 30).toString('base64')];
    return forms.some((form) => bytes.includes(form)) ? [secret] : [];
  });
}

const missing = redisMissing();
test.skipIf(missing)(
  `leaves no token, bearer, user, organization or idempotency key in a dump of Redis${missing ? ` (${missing})` : ''}`,
  async () => {
    const server = await startRedis('--rdbcompression', 'no');
    onTestFinished(() => server.kill());
    const client = await bindIoredis({ host: '127.0.0.1', port: server.port });
    onTestFinished(() => client.quit());
    const secrets: string[] = [];
    const random = (bytes: number) => randomBytes(bytes).toString('hex');
    const issuer = createIssuer({
      store: createRedisStore({ command: client.command }),
      authenticate: () => {
        const user = { userId: random(12), organizationId: random(12) };
        secrets.push(user.userId, user.organizationId);
        return user;
      },
    });
    for (let i = 0; i < 200; i += 1) {
      const [bearer, idempotencyKey] = [`${random(400)}`, random(16)];
      const { shortToken } = await issuer.generate({ bearer });
      secrets.push(bearer, shortToken, idempotencyKey);
      if (i % 2) await issuer.resolve(shortToken, { idempotencyKey });
      if (i % 4 === 3) await issuer.resolve(shortToken, { idempotencyKey: 'another' });
    }
    const canary = random(16);
    await client.command('canary', ['SET', 'canary', canary]);
    await server.cli('save');
    const dump = readFileSync(join(server.dir, 'dump.rdb'));
    expect(secrets).toHaveLength(1_000);
    expect(dump.length).toBeGreaterThan(200 * 1_000);
    expect(found(dump, [canary])).toEqual([canary]);
    expect(found(dump, secrets)).toEqual([]);
  },
);

describe('a heap snapshot', () => {
  test('holds no token, bearer, user, organization or idempotency key', async () => {
    const worker = join(dir, 'heap-worker.mjs');
    await build({
      entryPoints: [new URL('./support/heap-worker.ts', import.meta.url).pathname],
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: worker,
    });
    const [secretsFile, snapshotFile] = [join(dir, 'secrets'), join(dir, 'heap.heapsnapshot')];
    await run(process.execPath, [worker, secretsFile, snapshotFile]);
    const secrets = readFileSync(secretsFile, 'utf8').trim().split('\n');
    const snapshot = readFileSync(snapshotFile);
    expect(secrets).toHaveLength(1_000);
    expect(found(snapshot, ['canary-that-is-kept'])).toHaveLength(1);
    expect(found(snapshot, secrets)).toEqual([]);
  }, 60_000);
});

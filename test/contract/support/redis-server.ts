import { type ChildProcess, execFile, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface RedisServer {
  readonly port: number;
  readonly pid: number;
  /** Where it writes its dump. */
  readonly dir: string;
  /** Runs redis-cli against it. */
  cli(...args: string[]): Promise<string>;
  /** Ends it without a goodbye. */
  kill(): Promise<void>;
  /** Ends it without a goodbye and starts it again on its port and its files. */
  restart(): Promise<RedisServer>;
}

export interface RedisCluster {
  readonly nodes: readonly RedisServer[];
  readonly addresses: readonly { readonly host: string; readonly port: number }[];
  /** Whether a server is now the master of a key's slot. */
  isMasterOf(node: RedisServer, key: string): Promise<boolean>;
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';
const run = promisify(execFile);

/** Why there is no Redis to test with, or `undefined`. On CI its absence is a failure, not a skip. */
export function redisMissing(): string | undefined {
  try {
    execFileSync('redis-server', ['--version']);
    return undefined;
  } catch {
    if (process.env.CI) throw new Error('redis-server is not installed; CI has to have it.');
    return 'redis-server is not installed';
  }
}

export async function startRedis(...settings: string[]): Promise<RedisServer> {
  const [port] = (await freePorts(1)) as [number];
  return startOn(port, settings);
}

/** Three masters with a replica each, all slots covered. */
export async function startCluster(): Promise<RedisCluster> {
  const ports = await freePorts(12);
  const nodes = await Promise.all(
    ports
      .slice(0, 6)
      .map((port, i) =>
        startOn(port, [
          ...['--cluster-enabled', 'yes', '--cluster-port', String(ports[6 + i])],
          ...['--cluster-node-timeout', '1000', '--cluster-replica-validity-factor', '0'],
          ...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'],
        ]),
      ),
  );
  const addresses = nodes.map(({ port }) => ({ host: HOST, port }));
  const targets = addresses.map(({ host, port }) => `${host}:${port}`);
  const create = ['--cluster', 'create', ...targets, '--cluster-replicas', '1', '--cluster-yes'];
  await run('redis-cli', create);
  await until(async () => {
    const infos = await Promise.all(nodes.map((node) => node.cli('cluster', 'info')));
    const links = await Promise.all(nodes.map((node) => node.cli('info', 'replication')));
    const replicas = links.filter((text) => /^role:slave/m.test(text));
    return (
      infos.every((text) => text.includes('cluster_state:ok')) &&
      replicas.length === 3 &&
      replicas.every((text) => text.includes('master_link_status:up'))
    );
  });
  return {
    nodes,
    addresses,
    async isMasterOf(node, key) {
      const slot = Number(await node.cli('cluster', 'keyslot', key));
      const nodes = (await node.cli('cluster', 'nodes')).split('\n');
      const own =
        nodes
          .find((line) => /\bmyself,master\b/.test(line))
          ?.split(' ')
          .slice(8) ?? [];
      return own.some((range) => {
        const [first = '', last = first] = range.split('-');
        return Number(first) <= slot && slot <= Number(last);
      });
    },
    async stop() {
      await Promise.all(nodes.map((node) => node.kill()));
    },
  };
}

/** Asks again every 50 ms, for 20 s at most, until the answer is yes. */
export async function until(question: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await question().catch(() => false)) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error('waited 20 s in vain');
}

async function startOn(
  port: number,
  settings: readonly string[],
  dir = mkdtempSync(join(tmpdir(), 'short-token-redis-')),
): Promise<RedisServer> {
  const base = ['--port', String(port), '--bind', HOST, '--dir', dir, '--save', ''];
  const child = spawn('redis-server', [...base, '--appendonly', 'no', ...settings], {
    stdio: 'ignore',
  });
  const reap = () => void child.kill('SIGKILL');
  process.once('exit', reap);
  const cli = async (...args: string[]) => {
    const target = ['-h', HOST, '-p', String(port)];
    const { stdout } = await run('redis-cli', [...target, ...args], { timeout: 2_000 });
    return stdout.trim();
  };
  await until(async () => (await cli('ping')) === 'PONG');
  const stop = async () => {
    process.removeListener('exit', reap);
    await ended(child);
  };
  return {
    port,
    pid: child.pid as number,
    dir,
    cli,
    async kill() {
      await stop();
      rmSync(dir, { recursive: true, force: true });
    },
    async restart() {
      await stop();
      return startOn(port, settings, dir);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((done) => child.once('exit', done));
  child.kill('SIGKILL');
  await gone;
}

/** Ports that were free a moment ago, all at once so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((done) => server.listen(0, HOST, done));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';

// The built command as it ships; `npm test` builds it first.
const CLI = 'dist/cli.js';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

// Of these tests, not the one of who runs them.
const home = await mkdtemp(join(tmpdir(), 'home-'));
const env = { ...process.env, HOME: home, USERPROFILE: home };

const start = (...args: string[]) => startWith({}, ...args);

function startWith(more: NodeJS.ProcessEnv, ...args: string[]) {
  const child = spawn(process.execPath, [CLI, 'sandbox', ...args], {
    stdio: 'pipe',
    env: { ...env, ...more },
  });
  children.push(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const ready = async () => {
    await expect.poll(() => output.stdout, { timeout: 30_000 }).toContain('Ctrl-C');
    const [, origin = ''] = /(https?:\/\/\S+)/.exec(output.stdout) ?? [];
    return origin;
  };
  return { child, output, ended, ready };
}

test('says what is where in four lines, and leaves nothing behind on Ctrl-C', async () => {
  const { child, output, ended, ready } = start('--port', '0');
  const origin = await ready();
  expect(output.stdout.replace(/:\d+/g, ':0').trimEnd().split('\n')).toEqual([
    'MileApp sandbox  http://localhost:0',
    'API              http://localhost:0/api/v3',
    'Demo service     http://localhost:0',
    'Ctrl-C stops it; nothing is kept.',
  ]);
  const stream = fetch(`${origin}/__sandbox/events`).then((answer) => answer.text());
  stream.catch(() => {});
  child.kill('SIGINT');
  expect([await ended, output.stderr]).toEqual([0, '']);
  await expect(fetch(origin)).rejects.toThrow();
});

describe('with --https', () => {
  const runNode = (args: string[], more = {}) =>
    promisify(execFile)(process.execPath, args, { env: { ...env, ...more } }).catch(
      (failure: { code: number; stdout: string }) => failure,
    );
  const certificateIn = ({ stdout }: { stdout: string }) =>
    /^Certificate {6}(.+)$/m.exec(stdout)?.[1] ?? '';

  test('leaves its certificate for the other commands until it stops', async () => {
    const { child, output, ended, ready } = start('--port', '0', '--https');
    const origin = await ready();
    const file = certificateIn(output);
    expect(await readFile(file, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
    const trigger = await runNode([CLI, 'trigger', 'Report', '--sandbox', origin]);
    expect(trigger.stdout).toContain('The service let the user in.');
    // What the line is there for: a service that asks the sandbox.
    const asking = `fetch('${origin}/__sandbox/state').then(({ status }) => console.log(status))`;
    const service = await runNode(['-e', asking], { NODE_EXTRA_CA_CERTS: file });
    expect(service.stdout).toBe('200\n');
    child.kill('SIGINT');
    expect([await ended, output.stderr]).toEqual([0, '']);
    expect(await readdir(join(home, '.custom-module'))).toEqual([]);
  });

  test('opens a service whose certificate the environment names', async () => {
    const service = start('--port', '0', '--https');
    await service.ready();
    const [, , receiver] = service.output.stdout.match(/https:\S+/g) ?? [];
    const certificate = { NODE_EXTRA_CA_CERTS: certificateIn(service.output) };
    const origin = await startWith(certificate, '--port', '0', '--https').ready();
    const moduleUrl = `${receiver}/webhook?token={SHORT_TOKEN}`;
    const { stdout } = await runNode([CLI, 'trigger', moduleUrl, '--sandbox', origin]);
    // It is the demo service of another sandbox, which knows nothing of this one's tokens.
    expect(stdout).toContain('The service turned the user away.');
  });
});

test('two run side by side', async () => {
  const [one, two] = [start('--port', '0'), start('--port', '0')];
  expect(await one.ready()).not.toBe(await two.ready());
});

test('names the next free port when one is in use', async () => {
  const blocker = createServer();
  const port = await new Promise<number>((done) => {
    blocker.listen(0, '127.0.0.1', () => done((blocker.address() as { port: number }).port));
  });
  const { output, ended } = start('--port', String(port));
  expect(await ended).toBe(3);
  expect(output.stderr).toMatch(new RegExp(`^Port ${port} is in use; take --port \\d+\\.\\n$`));
  await new Promise((done) => blocker.close(done));
});

test('warns when it listens beyond this machine', async () => {
  const { output, ready } = start('--port', '0', '--host', '127.0.0.2');
  await ready();
  expect(output.stderr).toMatch(/^Others on the network can open this sandbox.*\n$/);
});

describe('one clear line, and exit code', () => {
  test('2 for a seed file that does not fit', async () => {
    const seed = join(await mkdtemp(join(tmpdir(), 'seed-')), 'seed.json');
    await writeFile(seed, '{"roles":[],"users":[{"id":"u1","roles":[]}]}');
    const { output, ended } = start('--port', '0', '--seed', seed);
    expect(await ended).toBe(2);
    expect(output.stderr).toBe('The seed does not fit: users[0].name must be a string.\n');
  });

  test.each([
    ['--port', 'many', /^port must be a whole number/],
    ['--ttl', '0', /^ttlSeconds must be/],
    ['--reuse', 'maybe', /^reuse must be/],
    ['--receiver', 'javascript:x', /^receiver must be the Custom Module URL/],
    ['--redis', 'nowhere', /^redis must be a URL/],
  ])('2 for %s %s', async (flag, value, message) => {
    const { output, ended } = start(flag, value);
    expect(await ended).toBe(2);
    expect(output.stderr).toMatch(message);
    expect(output.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('2 for an unknown flag, with the usage', async () => {
    const { output, ended } = start('--prot', '1');
    expect(await ended).toBe(2);
    expect(output.stderr).toContain('A flag is unknown, or has no value.');
    expect(output.stderr).toContain('Usage: custom-module sandbox');
  });

  test('3 for a Redis that is not there, without its password', async () => {
    const { output, ended } = start('--port', '0', '--redis', 'redis://:pa55word@127.0.0.1:9');
    expect(await ended).toBe(3);
    expect(output.stderr).toMatch(/^No Redis answers at 127\.0\.0\.1:9\. .*\n$/);
    expect(output.stderr).not.toContain('pa55word');
  });
});

import { spawnSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { processIo } from '../../src/cli/process-io.ts';

const { bin } = createRequire(import.meta.url)('../../package.json') as {
  bin: Record<string, string>;
};
const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

/** A process whose standard input is given. */
function withStdin(stdin: object): NodeJS.Process {
  const stream = () => Object.assign(new EventEmitter(), { write: () => true });
  return { stdin, stdout: stream(), stderr: stream(), env: {} } as unknown as NodeJS.Process;
}

describe('standard input', () => {
  test('is read to its end', async () => {
    const io = processIo(withStdin(Readable.from([Buffer.from('ab'), Buffer.from('c\n')])));
    expect(await io.stdin()).toBe('abc\n');
  });

  test('is not read beyond what any secret holds', async () => {
    let read = 0;
    const endless = new Readable({
      read() {
        read++;
        this.push(Buffer.alloc(16_384, 'x'));
      },
    });
    const text = await processIo(withStdin(endless)).stdin();
    expect(text.length).toBeLessThan(200_000);
    expect(read).toBeLessThan(20);
    expect(endless.destroyed).toBe(true);
  });
});

describe('a terminal', () => {
  class Terminal extends EventEmitter {
    readonly isTTY = true;
    readonly modes: boolean[] = [];
    setRawMode(mode: boolean) {
      this.modes.push(mode);
    }
    resume() {}
    pause() {}
  }

  test.each([
    ['a line', [`${TOKEN}\r`], TOKEN],
    ['a line that comes in pieces', ['vKq7', 'Rm3TzW', 'c9XpHd4NbF2s\n'], TOKEN],
    ['a line with a correction', ['vKq8\x7f7', 'Rm3TzWc9XpHd4NbF2s\r'], TOKEN],
    ['a line that ends with Ctrl-D', [TOKEN, '\x04'], TOKEN],
    ['Ctrl-C', ['vKq', '\x03'], undefined],
  ])('gives %s without showing it', async (_name, keys, expected) => {
    const terminal = new Terminal();
    const given = processIo(withStdin(terminal)).readHidden?.();
    for (const key of keys) terminal.emit('data', Buffer.from(key));
    expect(await given).toBe(expected);
    // Raw mode is what keeps the terminal from showing it.
    expect(terminal.modes).toEqual([true, false]);
    expect(terminal.listenerCount('data')).toBe(0);
  });

  test('is not there in a pipe', () => {
    expect(processIo(withStdin(Readable.from([]))).readHidden).toBeUndefined();
  });
});

describe('an exit code stays what it is', () => {
  const command = (args: readonly string[], stdio: (number | 'pipe')[]) =>
    spawnSync(process.execPath, [bin['custom-module'] as string, ...args], {
      input: TOKEN,
      stdio: ['pipe', ...stdio] as never,
    }).status;
  const UNREACHABLE = ['--base-url', 'http://127.0.0.1:1'];

  test.each([
    ['wrong usage', ['resolve', '--frobnicate'], 2],
    ['a base URL in clear', ['resolve', '--base-url', 'http://mile.example'], 2],
    ['nobody there', ['resolve', ...UNREACHABLE], 3],
    ['nobody there, in JSON', ['resolve', '--json', ...UNREACHABLE], 3],
    ['a URL that is refused', ['check', 'javascript:alert(1)'], 1],
    ['a URL that is good', ['check', 'https://svc.example/?t={SHORT_TOKEN}'], 0],
  ])('after %s, whether anybody can be told or not', (_name, args, status) => {
    const full = openSync('/dev/full', 'w');
    try {
      expect(command(args, ['pipe', 'pipe'])).toBe(status);
      expect(command(args, ['pipe', full])).toBe(status);
      expect(command(args, [full, 'pipe'])).toBe(status);
      expect(command(args, [full, full])).toBe(status);
    } finally {
      closeSync(full);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';

const { bin, version } = createRequire(import.meta.url)('../../package.json') as {
  bin: Record<string, string>;
  version: string;
};

// The built command as it ships; `npm test` builds it first.
function run(args: readonly string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bin['custom-module'] as string, ...args],
    {
      encoding: 'utf8',
      env: { ...process.env, ...env },
      input: '',
    },
  );
  return { status, stdout, stderr };
}

describe('the built command', () => {
  test('plays the demo from the beginning to the end', () => {
    const { status, stdout, stderr } = run(['demo']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('https://my-service.example/webhook?token={SHORT_TOKEN}');
    expect(stdout).toContain('That is all.');
  });

  test('gives its exit code to the shell', () => {
    expect(run(['check', 'https://svc.example/?t={SHORT_TOKEN}']).status).toBe(0);
    expect(run(['check', 'javascript:alert(1)']).status).toBe(1);
    expect(run(['check']).status).toBe(2);
    expect(run(['resolve', 'a-token-in-the-wrong-place']).status).toBe(2);
  });

  test('writes no colour into a pipe, whatever NO_COLOR says', () => {
    for (const env of [{}, { NO_COLOR: '1' }, { NO_COLOR: '' }]) {
      expect(run(['check', 'https://svc.example/{short_token}'], env).stdout).not.toContain('\x1b');
    }
  });

  test('knows its version, its help and what is not a command', () => {
    expect(run(['--version']).stdout).toBe(`${version}\n`);
    expect(run(['--help']).status).toBe(0);
    expect(run(['frobnicate', 'eyJsecretsecret.x.y']).stderr).not.toContain('eyJ');
    expect(run([]).status).toBe(2);
    expect(run(['toString']).status).toBe(2);
  });
});

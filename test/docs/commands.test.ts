import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT, readPages } from './support/pages.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

const blocks = readPages()
  .flatMap((page) => page.blocks)
  .filter(({ language }) => /^(?:sh|bash|console)$/.test(language))
  .map((block) => [`${block.page}:${block.line}`, block.code] as const);

const help = spawnSync(process.execPath, [join(ROOT, 'dist/cli.js'), '--help'], {
  encoding: 'utf8',
});

describe('a command of a page', () => {
  test.each(blocks)('%s is one that a shell can read', (_name, code) => {
    const { stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
    expect(stderr).toBe('');
  });

  test.each(blocks)('%s names scripts and subcommands that are there', (_name, code) => {
    const named = [...code.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, script]) => script);
    expect(named.filter((script) => !scripts[script ?? ''])).toEqual([]);
    const commands = [...code.matchAll(/\bcustom-module(?:-url)? ([a-z]+)/g)].map(
      ([, command]) => command,
    );
    expect(commands.filter((command) => !RegExp(`\\b${command}\\b`).test(help.stdout))).toEqual([]);
  });

  test('runs this package by its own name, so that npx never fetches somebody else’s', () => {
    const pages = readPages().map(({ path }) => readFileSync(join(ROOT, path), 'utf8'));
    const named = pages.flatMap((page) =>
      [...page.matchAll(/\bnpx (\S*custom-module[^\s`]*)/g)].map(([, name]) => name),
    );
    expect(new Set(named)).toEqual(new Set(['@mileapp/custom-module-url']));
  });

  test('is compared with a help that lists subcommands', () => {
    expect(help.stdout).toMatch(/\bcheck\b[\s\S]*\brender\b/);
  });
});

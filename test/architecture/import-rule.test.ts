import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Rooms from the ground up; an import goes to a lower rank only. */
const RANKS: readonly (readonly string[])[] = [
  ['errors', 'token'],
  ['url', 'wire'],
  ['store', 'client', 'modules'],
  ['issuer', 'open', 'receiver'],
  ['testing'],
  ['sandbox'],
  ['cli'],
];

/** Who may import a package; types of it included. */
const PACKAGES: Record<string, readonly string[]> = {
  nanoid: ['token'],
  'zod/mini': ['wire', 'modules/wire'],
};

const NODE_ROOMS = ['issuer', 'store', 'cli', 'sandbox'];

/** What crosses the rule, and why that is no harm. */
const EXCEPTIONS: Record<string, string> = {};

/** Sources by their path under src/. */
type Sources = Readonly<Record<string, string>>;

interface Import {
  readonly specifier: string;
  readonly typesOnly: boolean;
}

describe('the import rule', () => {
  it('holds in every file of src', () => {
    const sources = readSources();
    expect(Object.keys(sources).length).toBeGreaterThan(40);
    expect(violations(sources)).toEqual([]);
  });

  it('knows every room that there is', () => {
    const rooms = new Set(Object.keys(readSources()).map(roomOf));
    rooms.delete('index');
    expect([...rooms].filter((room) => rankOf(room) < 0)).toEqual([]);
  });

  it('has no exception that nobody needs', () => {
    const used = new Set<string>();
    violations(readSources(), (exception) => used.add(exception));
    expect([...used].sort()).toEqual(Object.keys(EXCEPTIONS).sort());
  });
});

describe('a violation is reported', () => {
  const cases: readonly (readonly [name: string, path: string, code: string, reported: RegExp])[] =
    [
      [
        'an import from a higher rank',
        'url/a.ts',
        `import { x } from '../issuer/b.ts';`,
        /url may not import issuer/,
      ],
      [
        'types from a higher rank',
        'store/a.ts',
        `import type { x } from '../cli/b.ts';`,
        /store may not import cli/,
      ],
      [
        'an import within one rank',
        'client/a.ts',
        `import { x } from '../store/b.ts';`,
        /client may not import store/,
      ],
      [
        'types within one rank',
        'wire/a.ts',
        `import type { X } from '../url/b.ts';`,
        /wire may not import url/,
      ],
      [
        'the errors importing a room',
        'errors.ts',
        `import { x } from './url/b.ts';`,
        /errors may not import url/,
      ],
      [
        'a re-export',
        'token/a.ts',
        `export { x } from '../client/b.ts';`,
        /token may not import client/,
      ],
      [
        'a re-export of everything',
        'token/a.ts',
        `export * from '../client/b.ts';`,
        /token may not import client/,
      ],
      ['a bare import', 'token/a.ts', `import '../client/b.ts';`, /token may not import client/],
      [
        'a dynamic import',
        'token/a.ts',
        `const x = await import('../client/b.ts');`,
        /token may not import client/,
      ],
      [
        'an import over several lines',
        'token/a.ts',
        `import {\n  x,\n  y,\n} from '../client/b.ts';`,
        /token may not import client/,
      ],
      [
        'an index.ts',
        'issuer/a.ts',
        `import { x } from '../token/index.ts';`,
        /nobody imports an index\.ts/,
      ],
      [
        "a room's own index.ts",
        'issuer/a.ts',
        `import { x } from './index.ts';`,
        /nobody imports an index\.ts/,
      ],
      [
        'the main index.ts',
        'cli/a.ts',
        `import { x } from '../index.ts';`,
        /nobody imports an index\.ts/,
      ],
      [
        'nanoid outside token',
        'issuer/a.ts',
        `import { nanoid } from 'nanoid';`,
        /issuer may not import nanoid/,
      ],
      [
        'a subpath of nanoid',
        'token/a.ts',
        `import { x } from 'nanoid/non-secure';`,
        /token may not import nanoid/,
      ],
      [
        'zod outside wire',
        'client/a.ts',
        `import * as z from 'zod/mini';`,
        /client may not import zod/,
      ],
      [
        'zod outside modules/wire',
        'modules/a.ts',
        `import * as z from 'zod/mini';`,
        /modules may not import zod/,
      ],
      ['all of zod', 'wire/a.ts', `import { z } from 'zod';`, /wire may not import zod/],
      ['zod/mini by its names', 'wire/a.ts', `import { z } from 'zod/mini';`, /as a namespace/],
      [
        'node: in a portable room',
        'client/a.ts',
        `import { x } from 'node:crypto';`,
        /client may not import node:crypto/,
      ],
      [
        'node: in testing',
        'testing/a.ts',
        `import { x } from 'node:http';`,
        /testing may not import node:http/,
      ],
      [
        'node: types in url',
        'url/a.ts',
        `import type { x } from 'node:net';`,
        /url may not import node:net/,
      ],
      [
        'a built-in without node:',
        'issuer/a.ts',
        `import { x } from 'crypto';`,
        /issuer may not import crypto/,
      ],
      [
        'a package for tests',
        'testing/a.ts',
        `import { http } from 'msw';`,
        /testing may not import msw/,
      ],
      [
        'a package for tests, dynamically',
        'store/a.ts',
        `await import('ioredis');`,
        /store may not import ioredis/,
      ],
      ['require', 'issuer/a.ts', `const x = require('express');`, /issuer may not import express/],
      [
        'the package by its own name',
        'cli/a.ts',
        `import { x } from '@mileapp/custom-module-url';`,
        /cli may not import @mileapp/,
      ],
      [
        'a file outside src',
        'cli/a.ts',
        `import { x } from '../../test/support/b.ts';`,
        /outside src/,
      ],
      ['an ending that is not .ts', 'cli/a.ts', `import { x } from './b.js';`, /ends in \.ts/],
      ['no ending', 'cli/a.ts', `import { x } from './b';`, /ends in \.ts/],
      [
        'the main entry with more than it is',
        'index.ts',
        `export { x } from './issuer/a.ts';`,
        /index may not import issuer/,
      ],
      [
        'a package in the main entry',
        'index.ts',
        `export { nanoid } from 'nanoid';`,
        /index may not import nanoid/,
      ],
      ['a room nobody knows', 'attic/a.ts', `import { x } from '../errors.ts';`, /no such room/],
      ['logic beside the rooms', 'helpers.ts', `export const x = 1;`, /no such room/],
    ];
  for (const [name, path, code, reported] of cases) {
    it(`for ${name}`, () => {
      const found = violations({ [path]: code });
      expect(found).toHaveLength(1);
      expect(found[0]).toMatch(reported);
      expect(found[0]).toContain(path);
    });
  }

  it('and nothing is reported of what is allowed', () => {
    const allowed: Sources = {
      'index.ts': `export { x } from './url/a.ts';\nexport type { Y } from './token/types.ts';`,
      'errors.ts': `import type { Code } from './url/diagnostic.ts';`,
      'url/a.ts': `import type { T } from '../token/types.ts';\nimport { b } from './b.ts';\nimport { E } from '../errors.ts';`,
      'token/a.ts': `import { customAlphabet } from 'nanoid';`,
      'wire/a.ts': `import * as z from 'zod/mini';`,
      'modules/wire/a.ts': `import * as z from 'zod/mini';\nimport { x } from '../../wire/a.ts';`,
      'store/a.ts': `import { createHash } from 'node:crypto';`,
      'cli/main.ts': `import { x } from '../issuer/a.ts';\nimport { y } from '../sandbox/b.ts';`,
      'testing/a.ts': `import { x } from '../issuer/a.ts';\n// import { http } from 'msw';\n/** import { setupServer } from 'msw/node'; */`,
    };
    expect(violations(allowed)).toEqual([]);
  });
});

function violations(sources: Sources, excepted: (exception: string) => void = () => {}): string[] {
  const found: string[] = [];
  for (const [path, code] of Object.entries(sources)) {
    const room = roomOf(path);
    if (room !== 'index' && rankOf(room) < 0) {
      found.push(`${path}: there is no such room as ${room}`);
      continue;
    }
    for (const { specifier, typesOnly } of importsOf(code)) {
      const problem = specifier.startsWith('.')
        ? fileProblem(path, specifier, typesOnly, excepted)
        : packageProblem(path, specifier, code);
      if (problem) found.push(`${path}: ${problem}`);
    }
  }
  return found;
}

function fileProblem(
  path: string,
  specifier: string,
  typesOnly: boolean,
  excepted: (exception: string) => void,
): string | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (target === '../package.json' && roomOf(path) === 'cli') return undefined;
  if (target.startsWith('..')) return `${specifier} is outside src`;
  if (!target.endsWith('.ts')) return `${specifier}: an import ends in .ts`;
  if (posix.basename(target) === 'index.ts') return 'nobody imports an index.ts from inside';
  const [from, to] = [roomOf(path), roomOf(target)];
  // The main entry is the URL room with its errors, so that it has no dependency.
  const below = from === 'index' ? ['errors', 'url'].includes(to) : rankOf(to) < rankOf(from);
  if (from === to || below) return undefined;
  const exception = `${from} types ${to}`;
  if (typesOnly && EXCEPTIONS[exception]) {
    excepted(exception);
    return undefined;
  }
  return `${from} may not import ${to}`;
}

function packageProblem(path: string, specifier: string, code: string): string | undefined {
  const room = roomOf(path);
  const within = (places: readonly string[]) =>
    places.some((place) => path.startsWith(`${place}/`));
  if (specifier.startsWith('node:')) {
    return within(NODE_ROOMS) ? undefined : `${room} may not import ${specifier}`;
  }
  if (!within(PACKAGES[specifier] ?? [])) return `${room} may not import ${specifier}`;
  if (specifier === 'zod/mini' && !/import \* as z from 'zod\/mini'/.test(code)) {
    return 'zod/mini is imported as a namespace';
  }
  return undefined;
}

/** Every import and re-export, comments left out. */
function importsOf(code: string): Import[] {
  const bare = code.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const from = /^\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"]+)['"]/gm;
  const call = /\b(?:import|require)\(\s*['"]([^'"]+)['"]/g;
  return [
    ...[...bare.matchAll(from)].map(([, type, specifier = '']) => ({
      specifier,
      typesOnly: type !== undefined,
    })),
    ...[...bare.matchAll(call)].map(([, specifier = '']) => ({ specifier, typesOnly: false })),
  ];
}

function roomOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? '';
}

function rankOf(room: string): number {
  return RANKS.findIndex((rooms) => rooms.includes(room));
}

function readSources(): Sources {
  const src = join(ROOT, 'src');
  const files = readdirSync(src, { recursive: true, withFileTypes: true }).filter((file) =>
    file.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      return [relative(src, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')];
    }),
  );
}

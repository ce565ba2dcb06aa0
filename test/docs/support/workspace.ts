import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import type { Block } from './pages.ts';
import { ROOT } from './pages.ts';

/** A compiler's finding in a block. */
export interface Finding {
  readonly block: Block;
  /** Line in the page. */
  readonly line: number;
  readonly message: string;
}

/** Where the packages come from that examples import: frameworks first, then what the repository has. */
const PACKAGE_FOLDERS = [
  'test/docs/node_modules',
  'test/client/node_modules',
  'node_modules',
  'test/testing/consumers/storybook/node_modules',
];

/** A project of a reader's, in which every block of the pages is a file. */
export interface Workspace {
  /** What the compiler says about all the blocks. */
  compile(blocks: readonly Block[]): Promise<readonly Finding[]>;
  /** Packages that the block imports and that are not installed. */
  missing(block: Block, blocks: readonly Block[]): readonly string[];
  /** What the block prints. */
  run(block: Block, blocks: readonly Block[]): Promise<string>;
  remove(): void;
}

/** Lays out a project with the built package and everything else that is installed. */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'docs-'));
  mkdirSync(join(folder, 'node_modules/@mileapp'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/@mileapp/custom-module-url'));
  for (const from of PACKAGE_FOLDERS) linkPackages(join(ROOT, from), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return {
    compile: (blocks) => compile(folder, blocks),
    missing: (block, blocks) =>
      packagesOf(sourceOf(block, blocks).code).filter(
        (name) => !existsSync(join(folder, 'node_modules', name)),
      ),
    run: (block, blocks) => run(folder, block, blocks),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function linkPackages(from: string, to: string): void {
  if (!existsSync(from)) return;
  for (const name of readdirSync(from)) {
    if (name.startsWith('.') || name === '@mileapp') continue;
    if (name.startsWith('@')) {
      mkdirSync(join(to, name), { recursive: true });
      linkPackages(join(from, name), join(to, name));
    } else if (!existsSync(join(to, name))) symlinkSync(join(from, name), join(to, name));
  }
}

const COMPILER_OPTIONS = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  target: 'es2022',
  lib: ['es2022', 'dom', 'dom.iterable'],
  types: ['node'],
  module: 'nodenext',
  jsx: 'react-jsx',
  moduleDetection: 'force',
};

/** Examples in JavaScript are checked as well, but nobody writes types into them. */
const JAVASCRIPT = {
  allowJs: true,
  checkJs: true,
  noImplicitAny: false,
  exactOptionalPropertyTypes: false,
};

async function compile(folder: string, blocks: readonly Block[]): Promise<readonly Finding[]> {
  const sources = new Map(blocks.map((block) => [fileOf(block), sourceOf(block, blocks)]));
  for (const [file, { code }] of sources) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), code);
  }
  const projects = { ts: [/\.tsx?$/, {}], js: [/\.jsx?$/, JAVASCRIPT] } as const;
  const reports: string[] = [];
  for (const [name, [wanted, options]] of Object.entries(projects)) {
    const files = [...sources.keys()].filter((file) => wanted.test(file));
    const config = { compilerOptions: { ...COMPILER_OPTIONS, ...options }, files };
    writeFileSync(join(folder, `tsconfig.${name}.json`), JSON.stringify(config));
    reports.push(await tsc(folder, `tsconfig.${name}.json`));
  }
  return reports.flatMap((report) =>
    [...report.matchAll(/^(\S+?)\((\d+),\d+\): error (TS\d+: .*)$/gm)].map(
      ([, file, line, message]) => {
        const block = blocks.find((each) => fileOf(each) === file);
        const source = sources.get(file ?? '');
        if (!block || !source)
          throw new Error(`The compiler reports elsewhere: ${file}: ${message}`);
        return {
          block,
          line: block.line + Number(line) - 1 - source.before,
          message: message ?? '',
        };
      },
    ),
  );
}

async function tsc(folder: string, project: string): Promise<string> {
  const args = [
    join(ROOT, 'node_modules/typescript/bin/tsc'),
    '--project',
    project,
    '--pretty',
    'false',
  ];
  return promisify(execFile)(process.execPath, args, { cwd: folder }).then(
    ({ stdout }) => stdout,
    (failed: { stdout?: string }) => failed.stdout || Promise.reject(failed),
  );
}

async function run(folder: string, block: Block, blocks: readonly Block[]): Promise<string> {
  const { code } = sourceOf(block, blocks);
  const { code: js } = await transform(code, { loader: 'ts', format: 'esm', target: 'es2022' });
  const name = `run-${block.page.replace(/\W/g, '-')}-${block.line}`;
  const file = block.run === 'vitest' ? `${name}.test.js` : `${name}.js`;
  writeFileSync(join(folder, file), js);
  const args =
    block.run === 'vitest'
      ? [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder, file]
      : [file];
  // Nothing of the environment but where programs are: no credential, no CI.
  const env = { PATH: process.env.PATH };
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    env,
    timeout: 60_000,
  });
  return stdout;
}

function packagesOf(code: string): readonly string[] {
  const specifiers = [...code.matchAll(/\b(?:from|import) '([^'.][^']*)'/g)].map(
    ([, name]) => name,
  );
  const names = specifiers.map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name ?? '')?.[0] ?? '');
  return [...new Set(names)].filter((name) => !name.startsWith('node:'));
}

/** The block as a file, and how many lines stand in it before the block's own. */
function sourceOf(block: Block, blocks: readonly Block[]): { code: string; before: number } {
  const earlier = block.continues ? blockBefore(block, blocks) : undefined;
  const head = [earlier && sourceOf(earlier, blocks).code, block.given].filter(Boolean).join('\n');
  return {
    code: `${head && `${head}\n`}${block.code}\n`,
    before: head ? head.split('\n').length : 0,
  };
}

function blockBefore(block: Block, blocks: readonly Block[]): Block {
  const before = blocks.filter((each) => each.page === block.page && each.line < block.line).at(-1);
  if (!before) throw new Error(`${block.page}:${block.line} continues no block.`);
  return before;
}

function fileOf(block: Block): string {
  return `${block.page.replace(/\.md$/, '')}/line-${block.line}.${block.language}`;
}

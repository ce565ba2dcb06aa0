import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT = { timeout: 120_000 };

const exec = promisify(execFile);

/** Exports that are JavaScript and that this build has. */
const ENTRIES = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'object' && existsSync(join(ROOT, target.default))
    ? [{ specifier: manifest.name + subpath.slice(1), types: target.types, file: target.default }]
    : [],
);

let folder: string;
let tarball: string;
let unpacked: string;
let listing: string[];

beforeAll(async () => {
  if (!existsSync(join(ROOT, 'dist/index.js'))) throw new Error('Run `npm run build` first.');
  folder = await mkdtemp(join(tmpdir(), 'tarball-'));
  const { stdout } = await exec('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: ROOT,
  });
  const [packed] = JSON.parse(stdout.slice(stdout.indexOf('['))) as {
    filename: string;
    files: { path: string }[];
  }[];
  if (!packed) throw new Error('npm packed nothing.');
  listing = packed.files.map(({ path }) => path);
  tarball = join(folder, packed.filename);
  unpacked = join(folder, 'node_modules', manifest.name);
  await mkdir(unpacked, { recursive: true });
  await exec('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
  // What an installation would bring along.
  for (const dependency of Object.keys(manifest.dependencies)) {
    await symlink(join(ROOT, 'node_modules', dependency), join(folder, 'node_modules', dependency));
  }
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the tarball', () => {
  it('holds the build, the manifest and texts, and nothing else', () => {
    const other = listing.filter(
      (path) =>
        !/^(?:dist\/.+\.(?:js|d\.ts|json)|dist\/sandbox\/pages\/[\w-]+\.(?:html|css|svg)|dist\/THIRD-PARTY-LICENSES\.txt|package\.json|README\.md|src\/\w+\/README\.md|src\/vectors\/.+|LICENSE|CHANGELOG\.md)$/.test(
          path,
        ),
    );
    expect(other).toEqual([]);
    expect(listing).toEqual(
      expect.arrayContaining(['package.json', 'LICENSE', 'dist/index.js', 'dist/index.d.ts']),
    );
  });

  it('has every file that its exports and its command name', () => {
    const named = [
      ...Object.values(manifest.exports).flatMap((target) =>
        typeof target === 'string' ? [target] : Object.values(target),
      ),
      ...Object.values(manifest.bin),
    ];
    expect(
      named.map((path) => path.replace('./', '')).filter((path) => !listing.includes(path)),
    ).toEqual([]);
  });

  it('has types first in every export, so that compilers find them', () => {
    for (const target of Object.values(manifest.exports)) {
      if (typeof target === 'object') expect(Object.keys(target)).toEqual(['types', 'default']);
    }
  });

  it('leads bundlers that read no exports to the same files, where React Native runs them', () => {
    const exported: Record<string, unknown> = manifest.exports;
    const map = Object.entries(manifest['react-native']);
    expect(map.map(([subpath]) => exported[subpath])).toEqual(
      map.map(([, file]) => ({ types: file.replace(/js$/, 'd.ts'), default: file })),
    );
    expect([manifest.main, manifest.types]).toEqual([
      manifest.exports['.'].default,
      manifest.exports['.'].types,
    ]);
  });

  it('holds the licence of every package whose code is in it', async () => {
    const licences = await readFile(join(unpacked, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(licences).toMatch(/^zod\n\nMIT License/m);
  });

  it('runs no script of ours on installation', async () => {
    const { scripts } = JSON.parse(await readFile(join(unpacked, 'package.json'), 'utf8'));
    expect(
      Object.keys(scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name)),
    ).toEqual([]);
  });

  it('satisfies publint', TIMEOUT, async () => {
    await succeeds('publint', ['run', tarball, '--strict']);
  });

  it('satisfies Are the types wrong', TIMEOUT, async () => {
    const json = Object.keys(manifest.exports).filter((subpath) => subpath.endsWith('.json'));
    await succeeds('attw', [
      tarball,
      // What `require()` of ESM on every supported Node makes harmless.
      '--ignore-rules',
      'cjs-resolves-to-esm',
      '--no-emoji',
      '--exclude-entrypoints',
      ...json,
    ]);
  });
});

describe('an installation', () => {
  for (const { specifier } of ENTRIES) {
    it(`gives ${specifier} to import`, async () => {
      const names = await inNode(
        `import * as all from '${specifier}'; console.log(Object.keys(all).join())`,
      );
      expect(names.trim().split(',').length).toBeGreaterThan(0);
      expect(names.trim()).not.toBe('');
    });
  }

  it('gives the main entry to require, too', async () => {
    const code = `const { redactUrl } = require('${manifest.name}'); console.log(redactUrl('/w?t=abc'))`;
    const { stdout } = await exec(process.execPath, ['--input-type=commonjs', '-e', code], {
      cwd: folder,
    });
    expect(stdout.trim()).toBe('/w?t=***');
  });

  it('keeps each error class once, whichever entry it comes from', async () => {
    const { name } = manifest;
    const code = `
      import { renderModuleUrl } from '${name}';
      import { createShortTokenClient, isShortTokenError } from '${name}/client';
      const client = createShortTokenClient({ fetch: async () => { throw new Error('down'); }, maxRetries: 0, bearer: 'b' });
      const error = await renderModuleUrl('https://s.example/?t={SHORT_TOKEN}', client.generate).catch((e) => e);
      console.log(isShortTokenError(error));`;
    expect((await inNode(code)).trim()).toBe('true');
  });

  it('has no deep imports', async () => {
    await expect(inNode(`await import('${manifest.name}/dist/index.js')`)).rejects.toMatchObject({
      stderr: expect.stringContaining('ERR_PACKAGE_PATH_NOT_EXPORTED'),
    });
  });

  it('gives its manifest, its OpenAPI document and the vectors as JSON', async () => {
    for (const subpath of [
      'package.json',
      'openapi.json',
      'vectors/check.json',
      'vectors/render.json',
    ]) {
      const code = `import data from '${manifest.name}/${subpath}' with { type: 'json' }; console.log(JSON.stringify(data))`;
      expect(JSON.parse(await inNode(code))).toBeTypeOf('object');
    }
  });

  for (const [moduleResolution, module] of [
    ['bundler', 'esnext'],
    ['nodenext', 'nodenext'],
  ] as const) {
    it(
      `compiles for a strict consumer that checks libraries, under ${moduleResolution}`,
      TIMEOUT,
      async () => {
        const project = join(folder, `consumer-${moduleResolution}`);
        await mkdir(project);
        const compilerOptions = {
          strict: true,
          exactOptionalPropertyTypes: true,
          skipLibCheck: false,
          noEmit: true,
          target: 'es2022',
          lib: ['es2022', 'dom', 'dom.iterable'],
          types: ['node'],
          typeRoots: [join(ROOT, 'node_modules/@types')],
          module,
          moduleResolution,
        };
        await writeFile(join(project, 'package.json'), '{ "type": "module" }');
        await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
        await writeFile(join(project, 'consumer.ts'), CONSUMER);
        expect(await compilerErrors(project)).toEqual([]);
        // The compiler does look: a wrong use is found.
        await writeFile(join(project, 'wrong.ts'), WRONG);
        expect(
          (await compilerErrors(project)).filter((line) => line.includes('error')),
        ).toHaveLength(3);
      },
    );
  }

  it(
    'compiles the main entry without the types of Node and of the DOM but for AbortSignal',
    TIMEOUT,
    async () => {
      const project = join(folder, 'consumer-bare');
      await mkdir(project);
      const compilerOptions = {
        strict: true,
        skipLibCheck: false,
        noEmit: true,
        target: 'es2022',
        lib: ['es2022'],
        types: [],
        module: 'esnext',
        moduleResolution: 'bundler',
      };
      await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
      await writeFile(
        join(project, 'consumer.ts'),
        `declare global { interface AbortSignal { readonly aborted: boolean } }
       import { parseModuleUrl, redactUrl } from '${manifest.name}';
       export const href: string = redactUrl(parseModuleUrl('x').render('t').href);`,
      );
      expect(await compilerErrors(project)).toEqual([]);
    },
  );
});

const CONSUMER = `${ENTRIES.map(({ specifier }, i) => `import * as entry${i} from '${specifier}';`).join('\n')}
import { checkModuleUrl, isModuleUrlError, type ModuleUrlDiagnosticCode, parseModuleUrl, renderModuleUrl, type RenderedModuleUrl, type TokenGenerator } from '${manifest.name}';

export const entries: readonly object[] = [${ENTRIES.map((_, i) => `entry${i}`).join(', ')}];

const generate: TokenGenerator = async ({ origin, signal }) => {
  signal?.throwIfAborted();
  return { shortToken: origin, expiresAt: new Date() };
};

export async function open(source: string): Promise<RenderedModuleUrl | ModuleUrlDiagnosticCode | undefined> {
  const check = checkModuleUrl(source, { allowHttpLoopback: true });
  if (!check.ok) return check.diagnostics[0]?.code;
  try {
    const parameter: string | undefined = check.moduleUrl.placeholders[0]?.parameter;
    return parameter ? parseModuleUrl(source).render('t') : await renderModuleUrl(check.moduleUrl, generate, { timeoutMs: 5 });
  } catch (error) {
    if (isModuleUrlError(error, 'generator-timeout')) return error.diagnostics[0]?.code;
    throw error;
  }
}
`;

const WRONG = `import { isModuleUrlError, parseModuleUrl } from '${manifest.name}';
parseModuleUrl(new URL('https://s.example/'));
parseModuleUrl('x').source = 'y';
isModuleUrlError(undefined, 'no-such-code');
`;

async function inNode(code: string): Promise<string> {
  const { stdout } = await exec(process.execPath, ['--input-type=module', '-e', code], {
    cwd: folder,
  });
  return stdout;
}

async function compilerErrors(project: string): Promise<string[]> {
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const output = await exec(process.execPath, [tsc, '--project', project], { cwd: folder }).then(
    ({ stdout }) => stdout,
    (failed: { stdout?: string }) => failed.stdout || Promise.reject(failed),
  );
  return output.split('\n').filter(Boolean);
}

/** Runs a tool of the repository; its output is the reason where it fails. */
async function succeeds(tool: string, args: readonly string[]): Promise<void> {
  const failure = await exec(join(ROOT, 'node_modules/.bin', tool), args, { cwd: ROOT }).then(
    () => '',
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}${stderr}`,
  );
  expect(failure).toBe('');
}

import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import {
  CONSUMERS,
  ENTRIES,
  type Installation,
  installTarball,
  missingConsumers,
  ROOT,
} from './support/installation.ts';

const RESOLUTIONS = [
  { name: 'nodenext', type: 'module', module: 'nodenext', moduleResolution: 'nodenext' },
  { name: 'node16', type: 'module', module: 'node16', moduleResolution: 'node16' },
  { name: 'bundler', type: 'module', module: 'esnext', moduleResolution: 'bundler' },
  { name: 'node10', type: 'commonjs', module: 'commonjs', moduleResolution: 'node10' },
  {
    name: 'nodenext, from CommonJS',
    type: 'commonjs',
    module: 'nodenext',
    moduleResolution: 'nodenext',
  },
] as const;

/** What a compiler does not have, by the reason; options that it wants besides. */
const COMPILERS = [
  {
    version: '5.4',
    without: { 'nodenext, from CommonJS': 'takes ES modules in CommonJS since 5.8' },
  },
  { version: '5.9', without: {} },
  { version: '6', without: {}, node10: { ignoreDeprecations: '6.0' } },
  { version: '7', without: { node10: 'was removed in 7' } },
] as const satisfies readonly {
  version: string;
  without: { readonly [resolution: string]: string };
  node10?: object;
}[];

const CASES = COMPILERS.flatMap((compiler) =>
  RESOLUTIONS.map((resolution) => {
    const without: { readonly [resolution: string]: string } = compiler.without;
    const reason = missingConsumers ?? without[resolution.name];
    const title = `TypeScript ${compiler.version} under ${resolution.name}`;
    const more = resolution.name === 'node10' && 'node10' in compiler ? compiler.node10 : {};
    return {
      ...{ compiler, resolution, more, reason },
      title: reason ? `${title} (${reason})` : title,
    };
  }),
);

let installation: Installation;
beforeAll(async () => {
  installation = await installTarball();
});
afterAll(() => installation?.close());

describe('a strict consumer that checks libraries', () => {
  for (const { title, compiler, resolution, more, reason } of CASES) {
    test.skipIf(reason)(`compiles with ${title}`, async () => {
      const { name, type, ...options } = resolution;
      const folder = `${compiler.version}-${name.replaceAll(/\W+/g, '-')}`;
      const project = await projectIn(folder, type, { ...options, ...more });
      await writeFile(join(project, 'consumer.ts'), CONSUMER);
      const tsc = join(CONSUMERS, `node_modules/typescript-${compiler.version}/bin/tsc`);
      // The compiler does look: a wrong use is found, and nothing else.
      await writeFile(join(project, 'wrong.ts'), WRONG);
      const errors = await compilerErrors(tsc, project);
      expect(errors.map((line) => /^wrong\.ts\(\d/.exec(line)?.[0] ?? line)).toEqual([
        'wrong.ts(2',
        'wrong.ts(3',
        'wrong.ts(4',
      ]);
    });
  }

  test('compiles the main entry without the types of Node and of the DOM but for AbortSignal', async () => {
    const bare = { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022'], types: [] };
    const project = await projectIn('bare', 'module', bare);
    await writeFile(
      join(project, 'consumer.ts'),
      `declare global { interface AbortSignal { readonly aborted: boolean } }
       import { parseModuleUrl, redactUrl } from '${manifest.name}';
       export const href: string = redactUrl(parseModuleUrl('x').render('t').href);`,
    );
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
    expect(await compilerErrors(tsc, project)).toEqual([]);
  });
});

async function projectIn(name: string, type: string, options: object): Promise<string> {
  const project = join(installation.folder, name);
  await mkdir(project, { recursive: true });
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    noEmit: true,
    target: 'es2022',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    ...options,
  };
  await writeFile(join(project, 'package.json'), JSON.stringify({ type }));
  await writeFile(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  return project;
}

const CONSUMER = `${ENTRIES.map(({ specifier }, i) => `import * as entry${i} from '${specifier}';`).join('\n')}
import { checkModuleUrl, type ModuleUrlDiagnosticCode } from '${manifest.name}/check';
import { isModuleUrlError, type ModuleUrlErrorCode, parseModuleUrl, renderModuleUrl, type RenderedModuleUrl, type TokenGenerator } from '${manifest.name}';
import { createShortTokenClient, isShortTokenError } from '${manifest.name}/client';
import type { ShortTokenStore } from '${manifest.name}/store';

export const entries: readonly object[] = [${ENTRIES.map((_, i) => `entry${i}`).join(', ')}];

const generate: TokenGenerator = async ({ origin, signal }) => {
  signal?.throwIfAborted();
  return { shortToken: origin, expiresAt: new Date() };
};

export async function open(source: string): Promise<RenderedModuleUrl | ModuleUrlDiagnosticCode | ModuleUrlErrorCode | undefined> {
  const check = checkModuleUrl(source, { allowHttpLoopback: true });
  if (!check.ok) return check.diagnostics[0]?.code;
  try {
    const parameter: string | undefined = check.moduleUrl.placeholders[0]?.parameter;
    return parameter ? parseModuleUrl(source).render('t') : await renderModuleUrl(check.moduleUrl, generate, { timeoutMs: 5 });
  } catch (error) {
    if (isModuleUrlError(error, 'generator-timeout')) return error.code;
    throw error;
  }
}

export async function whoIs(token: string): Promise<string | undefined> {
  const identity = await createShortTokenClient().resolve(token).catch((error: unknown) => {
    if (isShortTokenError(error, 'timeout')) return undefined;
    throw error;
  });
  return identity?.ok ? identity.userId : identity?.code;
}

export const read = (store: ShortTokenStore): Promise<unknown> => store.read('id');
`;

const WRONG = `import { isModuleUrlError, parseModuleUrl } from '${manifest.name}';
parseModuleUrl(new URL('https://s.example/'));
parseModuleUrl('x').source = 'y';
isModuleUrlError(undefined, 'no-such-code');
`;

async function compilerErrors(tsc: string, project: string): Promise<string[]> {
  const output = await promisify(execFile)(
    process.execPath,
    [tsc, '--project', project, '--pretty', 'false'],
    {
      cwd: project,
    },
  ).then(
    ({ stdout }) => stdout,
    (failed: { stdout?: string }) => failed.stdout || Promise.reject(failed),
  );
  return output.split('\n').filter(Boolean);
}

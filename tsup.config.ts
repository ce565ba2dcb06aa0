import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defineConfig, type Options } from 'tsup';
import { exports, version } from './package.json';
import { buildSandbox } from './src/sandbox/pages/build.ts';
import { openApiDocument } from './src/wire/openapi.ts';

type Plugin = NonNullable<Options['esbuildPlugins']>[number];

const bundled = new Set<string>();

// Builds end at the same time: one after the other, so that the last writes what all have.
let written = Promise.resolve();

/** Writes the licences of the packages whose code went into the builds. */
const writeLicences: Plugin = {
  name: 'write-licences',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(async ({ metafile }) => {
      for (const { inputs } of Object.values(metafile?.outputs ?? {})) {
        for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
          const name = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1];
          if (name && bytesInOutput > 0) bundled.add(name);
        }
      }
      written = written.then(writeTexts);
      await written;
    });
  },
};

async function writeTexts(): Promise<void> {
  const texts = await Promise.all([...bundled].sort().map(licenceOf));
  await mkdir('dist', { recursive: true });
  await writeFile('dist/THIRD-PARTY-LICENSES.txt', texts.join('\n'));
}

async function licenceOf(name: string): Promise<string> {
  const folder = join('node_modules', name);
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  if (!file && !manifest.license) throw new Error(`${name} is bundled but names no licence.`);
  const text = file ? await readFile(join(folder, file), 'utf8') : `${manifest.license}\n`;
  return `${name}\n\n${text}`;
}

/** Every export that is JavaScript: `dist/open/index.js` comes from `src/open/index.ts`. */
const entries = Object.values(exports).flatMap((target) =>
  typeof target === 'string' ? [] : [target.default.replace(/^\.\/dist\/(.+)\.js$/, '$1')],
);

const isProgram = (entry: string): boolean => entry.startsWith('sandbox/');

/** Bundles CommonJS, whose helpers every entry of the same build would import. */
const isCommonJs = (entry: string): boolean => entry.startsWith('idna/');

const isOther = (entry: string): boolean => !isProgram(entry) && !isCommonJs(entry);

const options = {
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  external: [/^node:/],
  // tr46 is CommonJS, which this platform does not resolve by itself.
  esbuildOptions(options) {
    options.mainFields = ['module', 'main'];
  },
  // Workers and Deno know their built-ins by that prefix alone.
  removeNodeProtocol: false,
  // A peer for users of the receiver, and what the sandbox is made of.
  noExternal: [/^hono(?:\/|$)/],
  // Shared code (errors, above all) lands in shared chunks, so that a class exists once per process.
  splitting: true,
  sourcemap: false,
  dts: false,
  esbuildPlugins: [writeLicences],
} satisfies Options;

// Declarations come from tsc (see the `build` script): tsup's own cannot run with TypeScript 7.
export default defineConfig(async () => {
  await rm('dist', { recursive: true, force: true });
  return [
    { ...options, entry: entriesOf(entries.filter(isOther)) },
    { ...options, entry: entriesOf(entries.filter(isCommonJs)) },
    // Apart, because an entry gets every part of a package that any other entry of its build uses:
    // with the schemas that the programs write, `./client` would be a quarter larger.
    {
      ...options,
      entry: { ...entriesOf(entries.filter(isProgram)), cli: 'src/cli/main.ts' },
      async onSuccess() {
        await buildSandbox('dist/sandbox', [writeLicences]);
        const document = JSON.stringify(openApiDocument(version), null, 2);
        await writeFile('dist/openapi.json', `${document}\n`);
      },
    },
  ];
});

function entriesOf(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]));
}

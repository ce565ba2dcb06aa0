import { copyFile, mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/**
 * Builds what the sandbox serves and loads: the pages, and the packages that only some start needs.
 *
 * @param folder - `dist/sandbox`
 * @param plugins - what takes down whose code goes into the builds
 */
export async function buildSandbox(folder: string, plugins: Plugin[]): Promise<void> {
  await mkdir(`${folder}/pages`, { recursive: true });
  await Promise.all([
    build({
      entryPoints: { app: `${HERE}main.tsx` },
      outdir: `${folder}/pages`,
      bundle: true,
      format: 'esm',
      target: 'es2022',
      minify: true,
      charset: 'utf8',
      // A call of `h` is shorter than what the compiler writes with `react-jsx`, which tsconfig.json has.
      jsx: 'transform',
      jsxFactory: 'h',
      jsxFragment: 'Fragment',
      inject: [`${HERE}jsx.ts`],
      tsconfigRaw: {},
      legalComments: 'eof',
      plugins,
    }),
    build({
      entryPoints: { app: `${HERE}styles/main.css` },
      outdir: `${folder}/pages`,
      bundle: true,
      minify: true,
    }),
    copyFile(`${HERE}index.html`, `${folder}/pages/index.html`),
    copyFile(`${HERE}icon.svg`, `${folder}/pages/icon.svg`),
    build({
      stdin: { contents: "export { Redis } from 'ioredis';", resolveDir: HERE },
      outfile: `${folder}/bundled/ioredis.js`,
      ...NODE,
      plugins,
    }),
    build({
      stdin: { contents: "export { generate } from 'selfsigned';", resolveDir: HERE },
      outfile: `${folder}/bundled/selfsigned.js`,
      ...NODE,
      plugins,
    }),
  ]);
}

const NODE = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  minify: true,
  legalComments: 'eof',
  // CommonJS inside asks for Node's own modules with `require`.
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
} as const;

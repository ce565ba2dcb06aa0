import { mkdir, writeFile } from 'node:fs/promises';
import { defineConfig } from 'tsup';
import { version } from './package.json';
import { buildSandbox } from './src/sandbox/pages/build.ts';
import { openApiDocument } from './src/wire/openapi.ts';

// Declarations come from tsc (see the `build` script): tsup's own cannot run with TypeScript 7.
export default defineConfig({
  entry: {
    index: 'src/index.ts',
    'token/index': 'src/token/index.ts',
    'client/index': 'src/client/index.ts',
    'open/index': 'src/open/index.ts',
    'modules/index': 'src/modules/index.ts',
    'modules/texts/en': 'src/modules/texts/en.ts',
    'modules/texts/id': 'src/modules/texts/id.ts',
    'receiver/index': 'src/receiver/index.ts',
    'idna/index': 'src/idna/index.ts',
    'receiver/adapters/express': 'src/receiver/adapters/express.ts',
    'receiver/adapters/fastify': 'src/receiver/adapters/fastify.ts',
    'receiver/adapters/hono': 'src/receiver/adapters/hono.ts',
    'receiver/adapters/node': 'src/receiver/adapters/node.ts',
    'issuer/index': 'src/issuer/index.ts',
    'store/index': 'src/store/index.ts',
    'store/memory': 'src/store/memory.ts',
    'store/redis': 'src/store/redis.ts',
    'testing/index': 'src/testing/index.ts',
    'sandbox/index': 'src/sandbox/index.ts',
    cli: 'src/cli/main.ts',
  },
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
  clean: true,
  dts: false,
  async onSuccess() {
    await mkdir('dist', { recursive: true });
    await buildSandbox('dist/sandbox');
    await writeFile('dist/openapi.json', `${JSON.stringify(openApiDocument(version), null, 2)}\n`);
  },
});

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

// By the package's own name, since a bundle does not know where its sources were.
const require = createRequire(import.meta.url);
const MANIFEST = '@mileapp/custom-module-url/package.json';

/** The version in the package's own manifest. */
export const PACKAGE_VERSION: string = (require(MANIFEST) as { version: string }).version;

const BUILT = join(dirname(require.resolve(MANIFEST)), 'dist/sandbox');

/** Where the build has put the pages. */
export const PAGES_FOLDER: string = join(BUILT, 'pages');

/** Loads a package that the build has put into one file, so that nobody has to install it. */
export async function loadBundled<Module>(name: 'ioredis' | 'selfsigned'): Promise<Module> {
  return (await import(pathToFileURL(join(BUILT, 'bundled', `${name}.js`)).href)) as Module;
}

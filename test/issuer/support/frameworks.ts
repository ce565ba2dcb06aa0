import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const local = createRequire(new URL('../package.json', import.meta.url));

/** Why the frameworks and runtimes are not there, or an empty text; on CI that is a failure. */
export const WITHOUT_FRAMEWORKS = isInstalled('express')
  ? ''
  : ' (skipped: run npm install --prefix test/issuer)';

if (process.env.CI && WITHOUT_FRAMEWORKS) {
  throw new Error(`The tests of the issuer need their parts${WITHOUT_FRAMEWORKS}`);
}

/** A package of test/issuer's own, untyped: it may not be there when types are checked. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export async function load(name: string): Promise<any> {
  return import(pathToFileURL(local.resolve(name)).href);
}

/** Where a file of a package lies, or `undefined`. */
export function locate(path: string): string | undefined {
  try {
    return local.resolve(path);
  } catch {
    return undefined;
  }
}

function isInstalled(name: string): boolean {
  return locate(`${name}/package.json`) !== undefined;
}

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(new URL('../package.json', import.meta.url));

function resolved(name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}

/** Where Debian and others put it; `CHROMIUM` says otherwise. */
export const CHROMIUM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
].find((path) => path !== undefined && existsSync(path));

/** Why the tests on real frameworks cannot run here, if so; where CI is set that is a failure. */
export const WITHOUT_FRAMEWORKS =
  resolved('express') === undefined ? ' (skipped: run npm install --prefix test/receiver)' : '';

export const WITHOUT_BROWSER =
  WITHOUT_FRAMEWORKS || (CHROMIUM === undefined ? ' (skipped: there is no chromium)' : '');

if (process.env.CI && (WITHOUT_FRAMEWORKS || WITHOUT_BROWSER)) {
  throw new Error(`The tests of the receiver need their parts${WITHOUT_BROWSER}`);
}

/** A package of test/receiver's own, untyped: it may not be there when types are checked. */
// biome-ignore lint/suspicious/noExplicitAny: see above
export async function load(name: string): Promise<any> {
  return import(pathToFileURL(require.resolve(name)).href);
}

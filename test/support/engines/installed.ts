import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

const DRIVERS = fileURLToPath(new URL('../../browser/package.json', import.meta.url));

/** Where a command of the system is, or `undefined`. */
export function commandPath(name: string): string | undefined {
  try {
    return execFileSync('which', [name], { encoding: 'utf8', stdio: 'pipe' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Why a browser cannot be driven: its command or the npm package that drives it is not there. */
export function missingPart(command: string, driver: string): string | undefined {
  if (!commandPath(command)) return `no ${command} on PATH`;
  return existsSync(new URL(`node_modules/${driver}`, pathToFileURL(DRIVERS)))
    ? undefined
    : 'run npm ci in test/browser';
}

/** The text of a file of a package that is installed in test/browser only. */
export function sourceOf(file: string): string {
  return readFileSync(createRequire(DRIVERS).resolve(file), 'utf8');
}

/** Loads a package that is installed in test/browser only. */
export async function loadDriver(name: string): Promise<unknown> {
  return import(pathToFileURL(createRequire(DRIVERS).resolve(name)).href);
}

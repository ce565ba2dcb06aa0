import { execFileSync } from 'node:child_process';
import type { Browser, LaunchOptions } from 'playwright-core';

// A variable, so that a missing installation is found when the tests run and not before.
const PLAYWRIGHT = 'playwright-core';

/** Why there is no browser to test with, or `undefined`. On CI its absence is a failure, not a skip. */
export const missing = await whatIsMissing();

async function whatIsMissing(): Promise<string | undefined> {
  const reason = !chromiumPath()
    ? 'no chromium on PATH'
    : await import(PLAYWRIGHT).then(
        () => undefined,
        () => 'run npm ci in test/browser',
      );
  if (reason && process.env.CI) throw new Error(`${reason}; CI has to have a browser.`);
  return reason;
}

function chromiumPath(): string | undefined {
  try {
    return execFileSync('which', ['chromium'], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Starts the chromium of the system, headless.
 *
 * @param popups - `block` as people have it, or let every page open as many tabs as it likes
 */
export async function launch(popups: 'block' | 'allow' = 'block'): Promise<Browser> {
  const { chromium } = await import(PLAYWRIGHT);
  const options: LaunchOptions = {
    executablePath: chromiumPath() ?? '',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    ignoreDefaultArgs: popups === 'block' ? ['--disable-popup-blocking'] : [],
  };
  return chromium.launch(options);
}

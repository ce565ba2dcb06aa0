import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { isLoopbackHost } from '../url/host.ts';

/** A certificate that a running sandbox has left for the other commands. */
export interface LeftCertificate {
  /** Where it is, for `NODE_EXTRA_CA_CERTS` and `curl --cacert`. */
  readonly file: string;
  readonly remove: () => Promise<void>;
}

/**
 * Leaves the certificate of a sandbox in the home folder, where nobody but its user can put another
 * one. The key stays in the memory of the sandbox.
 *
 * @returns `undefined` where the folder cannot be written
 */
export async function leaveCertificate(
  origin: string,
  certificate: string,
): Promise<LeftCertificate | undefined> {
  const file = fileFor(new URL(origin));
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, certificate, { mode: 0o644 });
  } catch {
    return undefined;
  }
  return { file, remove: () => rm(file, { force: true }) };
}

/** The certificate that a sandbox at this address has left; other hosts than loopback have none. */
export async function certificateFor(url: URL): Promise<string | undefined> {
  if (url.protocol !== 'https:' || !isLoopbackHost(url.hostname)) return undefined;
  return readFile(fileFor(url), 'utf8').catch(() => undefined);
}

function fileFor({ port }: URL): string {
  return join(homedir(), '.custom-module', `sandbox-${port || '443'}.pem`);
}

import { type DomainToAscii, hostProblem, isLoopbackHost } from './host.ts';
import type { Refuse } from './refuse.ts';
import type { Parts, Span } from './template.ts';

/** What a caller may allow beyond https and ASCII hosts. */
export interface ModuleUrlOptions {
  /**
   * Accept `http:` on `localhost`, names below it, `127.0.0.0/8` and `[::1]`, for development; default
   * `false`.
   */
  readonly allowHttpLoopback?: boolean;
  /**
   * Knows the Punycode of every host in the world: `domainToAscii` of
   * `@mileapp/custom-module-url/idna`, or `domainToASCII` of `node:url`. With it the Punycode of every
   * script is accepted, and a check offers it; default: the scripts that every version of Unicode reads
   * alike.
   */
  readonly domainToAscii?: DomainToAscii;
}

/** Refuses what is wrong with scheme, user information, host and port. */
export function refuseAuthority(
  source: string,
  { schemeEnd, hostStart, hostEnd, pathStart }: Parts,
  placeholders: readonly Span[],
  options: ModuleUrlOptions | undefined,
  refuse: Refuse,
): void {
  const host = source.slice(hostStart, hostEnd);
  if (schemeEnd + 3 < hostStart) refuse('credentials-in-url', schemeEnd + 3, hostStart);
  let isInAuthority = false;
  for (const { start, end } of placeholders) {
    if (start >= pathStart) break;
    isInAuthority = true;
    const part = start < hostStart ? 'credentials' : start < hostEnd ? 'host' : 'port';
    refuse(`placeholder-in-${part}`, start, end);
  }
  const encoded = host.search(/%(?:2f|3f|23)/i);
  // Percent-encoding has swallowed the delimiter behind the host.
  if (encoded >= 0) refuse('encoded-url', hostStart + encoded, hostEnd);
  else if (!isInAuthority) {
    const problem = hostProblem(host, options?.domainToAscii);
    if (problem) refuse(problem, hostStart, hostEnd);
  }
  const port = source.slice(hostEnd + 1, pathStart);
  const isPort = port === '' || (/^\d{1,5}$/.test(port) && +port > 0 && +port < 65_536);
  if (!isPort) refuse('invalid-port', hostEnd + 1, pathStart);
  // Without a token to lose, http is for the admin to decide.
  const last = placeholders[placeholders.length - 1];
  if (schemeEnd > 4 || !last || last.start < pathStart) return;
  const isLoopback = isLoopbackHost(host);
  if (!isLoopback) refuse('insecure-scheme', 0, 4);
  else if (options?.allowHttpLoopback !== true)
    refuse('insecure-scheme', 0, 4, 'allowHttpLoopback is for development');
}

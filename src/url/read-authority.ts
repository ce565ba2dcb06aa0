import { INVISIBLE } from './characters.ts';
import type { PlaceholderMatch } from './find-placeholders.ts';
import { forEachMatch, type Report } from './findings.ts';
import { type DomainToAscii, hostProblem, isLoopbackHost, isPrivateHost } from './host.ts';
import { decoded } from './report-damage.ts';
import type { Parts } from './template.ts';

// RFC 3986 appendix B, for the two schemes: user information up to the last @, a host that may have
// colons in brackets, a port behind the first colon outside of them.
const USER = '([^/?#]*@)?';
const HOST = '((?:\\[[^/?#]*\\])?[^/?#:]*)';
const PORT = '(?::[^/?#]*)?';
const AUTHORITY = RegExp(`^(https?)://(?=[^/?#])${USER}${HOST}${PORT}`, 'i');

/** Finds where the parts of a URL begin; `undefined` for a text that does not begin with `https://` and a host. */
export function readParts(source: string): Parts | undefined {
  const match = AUTHORITY.exec(source);
  if (!match) return undefined;
  // By number, since taking the array apart costs as much as matching did.
  const schemeEnd = (match[1] as string).length;
  const hostStart = schemeEnd + 3 + (match[2] ?? '').length;
  const hostEnd = hostStart + (match[3] as string).length;
  const pathStart = match[0].length;
  const hash = source.indexOf('#', pathStart);
  const fragmentStart = hash < 0 ? source.length : hash;
  const query = source.indexOf('?', pathStart);
  const queryStart = query < 0 || query > fragmentStart ? fragmentStart : query;
  return { schemeEnd, hostStart, hostEnd, pathStart, queryStart, fragmentStart };
}

/** What a caller may allow; see `ModuleUrlOptions`. */
export interface AuthorityOptions {
  readonly allowHttpLoopback?: boolean;
  readonly domainToAscii?: DomainToAscii;
}

/** Reports what is wrong with scheme, user information, host and port. */
export function reportAuthority(
  source: string,
  parts: Parts,
  matches: readonly PlaceholderMatch[],
  options: AuthorityOptions,
  report: Report,
): void {
  const { schemeEnd, hostStart, hostEnd, pathStart } = parts;
  const host = source.slice(hostStart, hostEnd);
  const userStart = schemeEnd + 3;
  // An empty user name can go; what a real one was meant to be is for a person to say.
  if (userStart < hostStart) {
    const replacement = hostStart - userStart > 1 ? undefined : '';
    report('credentials-in-url', userStart, hostStart, { replacement });
  }
  const misplaced = matches.filter(({ start }) => start < pathStart);
  for (const { start, end } of misplaced) {
    const part = start < hostStart ? 'credentials' : start < hostEnd ? 'host' : 'port';
    report(`placeholder-in-${part}`, start, end);
  }
  const encoded = host.search(/%(?:2f|3f|23)/i);
  if (encoded >= 0) {
    // Percent-encoding has swallowed the delimiter behind the host.
    const replacement = decoded(host.slice(encoded));
    report('encoded-url', hostStart + encoded, hostEnd, { replacement });
  } else if (!misplaced[0]) reportHost(host, hostStart, options, report);
  reportPort(source.slice(hostEnd + 1, pathStart), hostEnd + 1, report);
  if (schemeEnd === 4) {
    const isLoopback = isLoopbackHost(host);
    if (isLoopback && options.allowHttpLoopback === true) return;
    // Without a token to lose, http is for the admin to decide.
    const severity = matches.length > misplaced.length ? undefined : 'warning';
    const reason = isLoopback ? 'the option allowHttpLoopback is for development' : undefined;
    report('insecure-scheme', 0, 4, { replacement: 'https', severity, reason });
  }
}

// Some scripts need the zero-width non-joiner: whether a name may have it, its Punycode tells.
const INVISIBLE_IN_HOST = RegExp(`(?:(?!\\u200c)[${INVISIBLE}])+`, 'g');

function reportHost(host: string, at: number, options: AuthorityOptions, report: Report): void {
  const end = at + host.length;
  forEachMatch(INVISIBLE_IN_HOST, host, ({ 0: found, index }) => {
    report('invisible-character', at + index, at + index + found.length, {
      replacement: '',
      severity: 'error',
    });
  });
  const problem = hostProblem(host, options.domainToAscii);
  if (problem) report(problem.code, at, end, { replacement: problem.replacement });
  else if (isPrivateHost(host)) report('private-host', at, end);
  if (!problem && host.slice(-1) === '.')
    report('trailing-dot-host', end - 1, end, { replacement: '' });
}

function reportPort(port: string, at: number, report: Report): void {
  if (port === '' || (/^\d{1,5}$/.test(port) && +port > 0 && +port < 65_536)) return;
  const digits = port.trim();
  const replacement = digits !== port && /^\d+$/.test(digits) ? digits : undefined;
  report('invalid-port', at, at + port.length, { replacement });
}

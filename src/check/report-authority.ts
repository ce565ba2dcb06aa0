import { INVISIBLE } from '../url/characters.ts';
import { forEachMatch } from '../url/for-each-match.ts';
import { hostProblem, isLoopbackHost } from '../url/host.ts';
import { type ModuleUrlOptions, refuseAuthority } from '../url/refuse-authority.ts';
import type { Parts } from '../url/template.ts';
import type { Spelling } from './find-spellings.ts';
import type { Report } from './findings.ts';
import { isPrivateHost } from './mend-host.ts';
import { reportRefusals } from './report-refusals.ts';

// Some scripts need the zero-width non-joiner: whether a name may have it, its Punycode tells.
const INVISIBLE_IN_HOST = RegExp(`(?:(?!\\u200c)[${INVISIBLE}])+`, 'g');

/** Reports what parsing refuses of scheme, user information, host and port, and what else to know of them. */
export function reportAuthority(
  source: string,
  parts: Parts,
  spellings: readonly Spelling[],
  options: ModuleUrlOptions,
  report: Report,
): void {
  const { schemeEnd, hostStart, hostEnd, pathStart } = parts;
  const host = source.slice(hostStart, hostEnd);
  const [first] = spellings;
  if (!first || first.start >= pathStart) {
    forEachMatch(INVISIBLE_IN_HOST, host, ({ 0: found, index }) => {
      const start = hostStart + index;
      const details = { replacement: '', severity: 'error' } as const;
      report('invisible-character', start, start + found.length, details);
    });
  }
  refuseAuthority(
    source,
    parts,
    spellings,
    options,
    reportRefusals(source, parts, options, report),
  );
  const isPrivate = isPrivateHost(host);
  const hasDot = host.slice(-1) === '.';
  if ((isPrivate || hasDot) && !hostProblem(host, options.domainToAscii)) {
    if (isPrivate) report('private-host', hostStart, hostEnd);
    if (hasDot) report('trailing-dot-host', hostEnd - 1, hostEnd, { replacement: '' });
  }
  // With a token, parsing refuses it.
  const hasToken = spellings.some(({ start }) => start >= pathStart);
  const isAllowed = isLoopbackHost(host) && options.allowHttpLoopback === true;
  if (schemeEnd === 4 && !hasToken && !isAllowed) {
    report('insecure-scheme', 0, 4, { replacement: 'https', severity: 'warning' });
  }
}

import { INVISIBLE } from '../url/characters.ts';
import { type DomainToAscii, hostProblem, isName, MAX_NAME_LENGTH } from '../url/host.ts';
import { canonicalIpv6 } from '../url/ipv6.ts';
import { FULL_WIDTH, halfWidth } from './full-width.ts';

const PRIVATE_NAME = /^(?:[^.[]+|.*\.(?:local|localhost|internal))\.?$/i;
// RFC 1122, 1918, 3927 and 4193.
const PRIVATE_IPV4 = /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/;
const PRIVATE_IPV6 = /^\[(?:::|f[cde])/i;

/** Whether a host is another machine in every network, so that not every user can reach it. */
export function isPrivateHost(host: string): boolean {
  return PRIVATE_NAME.test(host) || PRIVATE_IPV4.test(host) || PRIVATE_IPV6.test(host);
}

/**
 * The spelling of a refused host that every program reads alike, where there is no doubt which one was
 * meant.
 *
 * @param host - as it stands in the URL
 */
export function mendHost(host: string, domainToAscii?: DomainToAscii): string | undefined {
  // Punycode is never shorter, and long texts take long to look through.
  if (host.length > MAX_NAME_LENGTH) return undefined;
  if (/[^\0-\x7f]/.test(host)) return asciiForm(host, domainToAscii);
  if (host[0] === '[') {
    const canonical = canonicalIpv6(host.slice(1, -1));
    return canonical === undefined || host.slice(-1) !== ']' ? undefined : `[${canonical}]`;
  }
  const single = withoutBlanks(host)
    .replace(/\.{2,}/g, '.')
    .replace(/^\./, '');
  return single !== host && isName(single) ? single : undefined;
}

/** Blanks at the ends and beside dots come from copying. */
function withoutBlanks(host: string): string {
  return host.trim().replace(/ *\. */g, '.');
}

function asciiForm(host: string, domainToAscii?: DomainToAscii): string | undefined {
  const whole = domainToAscii?.(host);
  if (whole && !hostProblem(whole, domainToAscii)) return whole;
  // Full-width forms and dots of other scripts come from keyboards, not from names.
  const typed = withoutBlanks(host)
    .replace(RegExp(`[${FULL_WIDTH}]`, 'g'), halfWidth)
    .replace(/[\u3002\uff61]/g, '.')
    .replace(RegExp(`[${INVISIBLE}]`, 'g'), '');
  if (!/[^\0-\x7f]/.test(typed)) return typed;
  if (typed === host) return undefined;
  const ascii = domainToAscii?.(typed);
  return ascii && !hostProblem(ascii, domainToAscii) ? ascii : undefined;
}

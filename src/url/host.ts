import { FULL_WIDTH, halfWidth, INVISIBLE } from './characters.ts';
import type { ModuleUrlDiagnosticCode } from './diagnostics.ts';
import { canonicalIpv6 } from './ipv6.ts';
import { decodePunycode } from './punycode.ts';

/**
 * Turns a domain into its ASCII form, as the WHATWG URL standard does ("domain to ASCII"); gives an
 * empty string, `null` or `undefined` for one that is not valid. Node's `url.domainToASCII` is one.
 */
export type DomainToAscii = (domain: string) => string | null | undefined;

/** Why no URL may have such a host. */
export interface HostProblem {
  readonly code: ModuleUrlDiagnosticCode;
  /** What was meant, where there is no doubt. */
  readonly replacement?: string | undefined;
}

/**
 * Whether a host is reached without leaving the machine: `localhost` and names below it (RFC 6761),
 * `127.0.0.0/8`, `[::1]`.
 *
 * @param host - as it stands in a URL, in either case
 */
export function isLoopbackHost(host: string): boolean {
  return /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host);
}

const PRIVATE_NAME = /^(?:[^.[]+|.*\.(?:local|localhost|internal))\.?$/i;
// RFC 1122, 1918, 3927 and 4193.
const PRIVATE_IPV4 = /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$/;
const PRIVATE_IPV6 = /^\[(?:::|f[cde])/i;

/** Whether a host is another machine in every network, so that not every user can reach it. */
export function isPrivateHost(host: string): boolean {
  return PRIVATE_NAME.test(host) || PRIVATE_IPV4.test(host) || PRIVATE_IPV6.test(host);
}

// RFC 1035 section 2.3.4; a dot at the end names the root.
const MAX_NAME_LENGTH = 254;
const NAME = /^(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/;
const ENDS_IN_A_NUMBER = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i;

/**
 * Tells what is wrong with a host, if anything.
 *
 * Accepted is what no two parsers can disagree about: a domain name of letters, digits, hyphen and
 * underscore, IPv4 as four plain decimal numbers, and IPv6 in its canonical form.
 *
 * @param host - as it stands in the URL
 * @see RFC 3986 section 3.2.2; WHATWG URL, host parsing and the ends-in-a-number checker
 */
export function hostProblem(host: string, domainToAscii?: DomainToAscii): HostProblem | undefined {
  // Before anything is lowered: the Kelvin sign and its like become ASCII letters in lower case.
  if (/[^\0-\x7f]/.test(host)) {
    return { code: 'non-ascii-host', replacement: asciiForm(host, domainToAscii) };
  }
  if (host[0] === '[') return ipv6Problem(host);
  if (host.length > MAX_NAME_LENGTH || !NAME.test(host)) {
    const single = withoutBlanks(host)
      .replace(/\.{2,}/g, '.')
      .replace(/^\./, '');
    return { code: 'invalid-host', replacement: NAME.test(single) ? single : undefined };
  }
  if (ENDS_IN_A_NUMBER.test(host)) {
    return isPlainIpv4(host) ? undefined : { code: 'ambiguous-host' };
  }
  return /(?:^|\.)xn--/i.test(host)
    ? punycodeProblem(host.toLowerCase(), domainToAscii)
    : undefined;
}

/** Blanks at the ends and beside dots come from copying. */
function withoutBlanks(host: string): string {
  return host.trim().replace(/ *\. */g, '.');
}

function isPlainIpv4(host: string): boolean {
  const octets = host.split('.');
  return octets.length === 4 && octets.every((octet) => octet === `${+octet & 255}`);
}

function ipv6Problem(host: string): HostProblem | undefined {
  const canonical = host.slice(-1) === ']' ? canonicalIpv6(host.slice(1, -1)) : undefined;
  if (canonical === undefined) return { code: 'invalid-host' };
  if (canonical === host.slice(1, -1).toLowerCase()) return undefined;
  return { code: 'non-canonical-host', replacement: `[${canonical}]` };
}

/** The spelling that every program reads alike, where it can be told. */
function asciiForm(host: string, domainToAscii?: DomainToAscii): string | undefined {
  // Full-width forms and dots of other scripts come from keyboards, not from names.
  const whole = domainToAscii?.(host);
  if (whole && !hostProblem(whole, domainToAscii)) return whole;
  const typed = withoutBlanks(host)
    .replace(RegExp(`[${FULL_WIDTH}]`, 'g'), halfWidth)
    .replace(/[\u3002\uff61]/g, '.')
    .replace(RegExp(`[${INVISIBLE}]`, 'g'), '');
  if (!/[^\0-\x7f]/.test(typed)) return typed;
  if (typed === host) return undefined;
  const ascii = domainToAscii?.(typed);
  return ascii && !hostProblem(ascii, domainToAscii) ? ascii : undefined;
}

/*
 * Browsers refuse a Punycode label that does not decode to a valid one (UTS #46 section 4). The whole
 * table of what is valid does not fit here; letters that normalize to themselves, do not combine and
 * read from left to right are the part of it that all its versions agree on.
 */
const LETTERS = RegExp(
  `^[\\w-${'\\xdf-\\xf6\\xf8-\\u02af'}${'\\u03ac-\\u03ce'}${'\\u0430-\\u0481\\u048b-\\u052f'}` +
    `${'\\u10d0-\\u10fa'}${'\\u3005\\u3041-\\u3096\\u30a1-\\u30fa\\u30fc'}` +
    `${'\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3'}]+$`,
);

function punycodeProblem(host: string, domainToAscii?: DomainToAscii): HostProblem | undefined {
  let isSure = true;
  for (const label of host.split('.')) {
    if (label.slice(0, 4) !== 'xn--') continue;
    const decoded = decodePunycode(label.slice(4));
    // Hyphens in the third and fourth place announce another encoding: xn-- in xn-- is read by some.
    if (!/[^\0-\x7f]/.test(decoded) || /^..--|[A-Z\0-,/:-@[-`{-\x9f]/.test(decoded))
      return { code: 'invalid-host' };
    isSure &&= LETTERS.test(decoded) && decoded.toLowerCase().normalize('NFKC') === decoded;
  }
  if (isSure || domainToAscii?.(host) === host) return undefined;
  return { code: domainToAscii ? 'invalid-host' : 'unverified-punycode' };
}

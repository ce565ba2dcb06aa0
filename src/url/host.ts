import { canonicalIpv6, readIpv4 } from './ipv6.ts';
import { decodePunycode } from './punycode.ts';
import type { RefusalCode } from './refusals.ts';

/**
 * Turns a domain into its ASCII form, as the WHATWG URL standard does ("domain to ASCII"); gives an
 * empty string, `null` or `undefined` for one that is not valid. Node's `url.domainToASCII` is one.
 */
export type DomainToAscii = (domain: string) => string | null | undefined;

/**
 * Whether a host is reached without leaving the machine: `localhost` and names below it (RFC 6761),
 * `127.0.0.0/8`, `[::1]`.
 *
 * @param host - as it stands in a URL, in either case
 */
export function isLoopbackHost(host: string): boolean {
  return /^(?:(?:[\w-]+\.)*localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i.test(host);
}

// RFC 1035 section 2.3.4; a dot at the end names the root.
export const MAX_NAME_LENGTH = 254;
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
export function hostProblem(host: string, domainToAscii?: DomainToAscii): RefusalCode | undefined {
  // Before anything is lowered: the Kelvin sign and its like become ASCII letters in lower case.
  if (/[^\0-\x7f]/.test(host)) return 'non-ascii-host';
  if (host[0] === '[') return ipv6Problem(host);
  if (!isName(host)) return 'invalid-host';
  if (ENDS_IN_A_NUMBER.test(host)) return isIpv4(host) ? undefined : 'ambiguous-host';
  return /(?:^|\.)xn--/i.test(host)
    ? punycodeProblem(host.toLowerCase(), domainToAscii)
    : undefined;
}

/** Whether it has the letters and the lengths of a domain name. */
export function isName(host: string): boolean {
  return host.length <= MAX_NAME_LENGTH && NAME.test(host);
}

function isIpv4(host: string): boolean {
  return !readIpv4(host).some(Number.isNaN);
}

function ipv6Problem(host: string): RefusalCode | undefined {
  const address = host.slice(1, -1);
  const canonical = host.slice(-1) === ']' ? canonicalIpv6(address) : undefined;
  if (canonical === undefined) return 'invalid-host';
  return canonical === address.toLowerCase() ? undefined : 'non-canonical-host';
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

function punycodeProblem(host: string, domainToAscii?: DomainToAscii): RefusalCode | undefined {
  let isSure = true;
  for (const label of host.split('.')) {
    if (label.slice(0, 4) !== 'xn--') continue;
    const decoded = decodePunycode(label.slice(4));
    // Hyphens in the third and fourth place announce another encoding: xn-- in xn-- is read by some.
    if (!/[^\0-\x7f]/.test(decoded) || /^..--|[A-Z\0-,/:-@[-`{-\x9f]/.test(decoded))
      return 'invalid-host';
    isSure &&= LETTERS.test(decoded) && decoded.toLowerCase().normalize('NFKC') === decoded;
  }
  if (isSure || domainToAscii?.(host) === host) return undefined;
  return domainToAscii ? 'invalid-host' : 'unverified-punycode';
}

import { decodePunycode } from './punycode.ts';

/** Hosts that are reached without leaving the machine. */
export const LOOPBACK = /(?:^|\.)localhost\.?$|^127\.[\d.]+$|^\[::1]/;

/** Hosts that are another machine in every network: RFC 1918, 3927, 4193, and names without a dot. */
export const PRIVATE =
  /^(?:[^.[]+|.*\.(?:local|localhost|internal))\.?$|^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+$|^\[(?:::|f[cde])/;

/**
 * Tells what is wrong with a lower-case host, if anything.
 *
 * Accepted is what no two parsers can disagree about: a domain name of letters, digits, hyphen and
 * underscore, IPv4 as four plain decimal numbers, and IPv6 in its canonical form.
 *
 * @see RFC 3986 section 3.2.2; WHATWG URL, host parsing and the ends-in-a-number checker
 */
export function hostProblem(
  host: string,
): 'ambiguous-host' | 'invalid-host' | 'non-ascii-host' | false {
  if (host[0] === '[') return !isIpv6(host) && 'invalid-host';
  // A dot at the end names the DNS root. Lengths: RFC 1035 section 2.3.4.
  if (host.length > 254 || !/^(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?$/.test(host)) {
    return /[^\0-\x7f]/.test(host) ? 'non-ascii-host' : 'invalid-host';
  }
  if (/(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/.test(host)) {
    const octets = host.split('.');
    return (
      !(octets.length === 4 && octets.every((octet) => octet === `${+octet & 255}`)) &&
      'ambiguous-host'
    );
  }
  return /(?:^|\.)xn--/.test(host) && !host.split('.').every(isLabel) && 'invalid-host';
}

/*
 * Browsers refuse a Punycode label that does not decode to a valid one (UTS #46 section 4). The
 * table of what is valid does not fit here; letters that normalize to themselves, do not combine
 * and read from left to right are the part of it that all its versions agree on.
 */
const LETTERS =
  /^[\w\-\xdf-\xf6\xf8-\u02af\u03ac-\u03ce\u0430-\u0481\u048b-\u052f\u10d0-\u10fa\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+$/;

function isLabel(label: string): boolean {
  if (label.slice(0, 4) !== 'xn--') return true;
  const decoded = decodePunycode(label.slice(4));
  return (
    /[^\0-\x7f]/.test(decoded) &&
    LETTERS.test(decoded) &&
    decoded.toLowerCase().normalize('NFKC') === decoded
  );
}

/** RFC 5952 section 4: no leading zeros, and `::` for the only run of zeros. */
function isIpv6(host: string): boolean {
  const pieces = host.match(/[\da-f]+/g) ?? [];
  return (
    // The longest there is, so that the look ahead below has a bound.
    host.length < 42 &&
    /^\[(?!.*(?:::.*::|:::|\b0::?0\b|\b0::|::0\b|[^:]:]))(?!:[^:])(?:(?:0|[1-9a-f][\da-f]{0,3})?(?::|(?=]))){2,9}]$/.test(
      host,
    ) &&
    (/::/.test(host) ? pieces.length < 7 : pieces.length === 8)
  );
}

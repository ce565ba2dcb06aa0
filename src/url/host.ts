import { decodePunycode, encodePunycode } from './punycode.ts';

/** Hosts that are reached without leaving the machine. */
export const LOOPBACK = /(?:^|\.)localhost\.?$|^127\.|^\[::1]/;

/** Hosts that mean another machine in every network: RFC 1918, 3927, 4193, 6598 and what has no dot. */
export const PRIVATE =
  /^(?:[^.[]+|.*\.(?:local|localhost|internal))\.?$|^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.[\d.]+$|^\[(?:::1?]|::ffff:|f[cd]|fe[89ab])/;

/**
 * Serializes a host as the WHATWG URL standard does, or gives the code of what is wrong with it.
 *
 * Accepted is what no two parsers can disagree about: a DNS name of letters, digits, hyphen and
 * underscore, IPv4 as four plain decimal numbers, or IPv6 in brackets.
 *
 * @see RFC 3986 section 3.2.2; WHATWG URL, host parsing and the ends-in-a-number checker
 */
export function readHost(
  text: string,
): readonly [host: string, error?: 'ambiguous-host' | 'invalid-host' | 'non-ascii-host'] {
  if (/[^\0-\x7f]/.test(text)) return [text, 'non-ascii-host'];
  const host = text.toLowerCase();
  if (host[0] === '[') {
    const address = readIpv6(host);
    return address ? [address] : [host, 'invalid-host'];
  }
  if (/(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/.test(host)) {
    const octets = host.split('.');
    const plain = octets.length === 4 && octets.every((octet) => octet === `${+octet & 255}`);
    return plain ? [host] : [host, 'ambiguous-host'];
  }
  // One dot at the end names the DNS root. Lengths: RFC 1035 section 2.3.4.
  const valid = host.length < 255 && host.replace(/\.$/, '').split('.').every(isLabel);
  return valid ? [host] : [host, 'invalid-host'];
}

/** The Punycode spelling of a host beyond ASCII, where every browser agrees on it. */
export function asciiHost(text: string): string | undefined {
  const host = text
    .normalize('NFKC')
    .toLowerCase()
    // The ideographic full stop; normalizing has made it of its half-width form.
    .replace(/\u3002/g, '.')
    .replace(/[^.]*[^\0-\x7f][^.]*/g, encodePunycode);
  return readHost(host)[1] ? undefined : host;
}

/*
 * Browsers refuse a Punycode label that does not decode to a valid one (UTS #46 section 4). The
 * table of what is valid does not fit here; letters that normalize to themselves, do not combine
 * and read from left to right are the part of it that all its versions agree on.
 */
const LETTER =
  /^[\w\-\u00df-\u00f6\u00f8-\u02af\u03ac-\u03ce\u0430-\u0481\u048b-\u052f\u10d0-\u10fa\u3005\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+$/;

function isLabel(label: string): boolean {
  if (!/^[\w-]{1,63}$/.test(label)) return false;
  if (label.slice(0, 4) !== 'xn--') return true;
  const decoded = decodePunycode(label.slice(4));
  return (
    decoded !== undefined &&
    LETTER.test(decoded) &&
    /[^\0-\x7f]/.test(decoded) &&
    decoded.toLowerCase().normalize('NFKC') === decoded
  );
}

function readIpv6(text: string): string | undefined {
  const halves = text.slice(1, -1).split('::');
  const [head, tail] = halves.map((half) => (half ? half.split(':') : [])) as [string[], string[]?];
  const missing = 8 - head.length - (tail ? tail.length : 0);
  const pieces = head.concat(missing > 0 ? Array(missing).fill('0') : [], tail ?? []);
  const valid =
    text.slice(-1) === ']' &&
    halves.length < 3 &&
    (tail ? missing > 0 : !missing) &&
    pieces.every((piece) => /^[\da-f]{1,4}$/.test(piece));
  if (!valid) return undefined;
  // RFC 5952 section 4: no leading zeros, and the first longest run of zeros shrinks.
  const full = pieces.map((piece) => parseInt(piece, 16).toString(16)).join(':');
  const run = (full.match(/\b0(?::0)+\b/g) ?? []).sort((a, b) => b.length - a.length)[0];
  const short = run
    ? `:${full}:`.replace(`:${run}:`, '::').replace(/^:(?!:)|([^:]):$/g, '$1')
    : full;
  return `[${short}]`;
}

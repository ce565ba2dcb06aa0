import { toASCII, toUnicode } from 'tr46';
import { DISPUTED } from './disputed.ts';

/**
 * Writes a domain name in ASCII, each label beyond it in Punycode, as browsers do; a name in ASCII is verified.
 *
 * A name is refused where it is not valid, and where versions of Unicode or implementations of IDNA
 * disagree on it, so that no two programs can take it for different hosts.
 *
 * @param domain - the name, at most 1,000 UTF-16 code units; more are refused
 * @returns the name in ASCII and small letters, or `null`; a name that is ASCII already comes back as it is
 * @throws TypeError where `domain` is not a string
 * @example
 * domainToAscii('bücher.example'); // 'xn--bcher-kva.example'
 * domainToAscii('xn--bcher-kva.example'); // 'xn--bcher-kva.example': valid
 * domainToAscii('xn--xn---epa.example'); // null: decodes to Punycode again
 * @see https://url.spec.whatwg.org/#concept-domain-to-ascii and https://www.unicode.org/reports/tr46/
 */
export function domainToAscii(domain: string): string | null {
  if (typeof domain !== 'string') throw new TypeError('domain must be a string.');
  if (domain.length > MAX_LENGTH || DISPUTED.test(domain)) return null;
  const ascii = toASCII(domain, BROWSERS);
  if (!ascii || FORBIDDEN.test(ascii)) return null;
  const unicode = toUnicode(ascii, BROWSERS);
  // A character in dispute may have been written in Punycode.
  return unicode.error || DISPUTED.test(unicode.domain) ? null : ascii;
}

// DNS has room for 253 characters of ASCII; Unicode may need a few more where letters combine.
const MAX_LENGTH = 1_000;

/** WHATWG URL, domain to ASCII with beStrict false. */
const BROWSERS = {
  checkHyphens: false,
  checkBidi: true,
  checkJoiners: true,
  useSTD3ASCIIRules: false,
  transitionalProcessing: false,
  verifyDNSLength: false,
} as const;

/** WHATWG URL, forbidden domain code points. */
const FORBIDDEN = /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/;

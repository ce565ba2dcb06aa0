import { PLACEHOLDER } from '../token/placeholder.ts';

/*
 * What nearly everybody writes: https, a domain name, a path, a query, a fragment, and in none of them
 * anything that could be reported. Left out are Punycode, local names, the default port, dot segments,
 * and escapes that could hide a delimiter, a letter or a character without a width. No repetition can
 * begin with what may follow it, so the time is linear.
 */
// What is longer may be too long for a label (RFC 1035).
const IS_SHORT = '(?![^/?#]{63})';
const DOMAIN = '(?!xn--)[a-z\\d_-]+(?:\\.(?!xn--|local|internal|\\d)[a-z\\d_-]+)+';
const PORT = '(?::(?!443)[1-9]\\d{0,3})?';
const CHARACTER = '[\\w~!*,-]|%(?!C2|E2|EF)(?:2[0-46-9A-CF]|3[ABDF]|40|[89A-F][\\dA-F])';
const SEGMENT = `/(?:${PLACEHOLDER}(?=[/?#]|$)|(?!\\.)(?:[.=;+@]|${CHARACTER})*)`;
const PARAMETER = `(?:[.+]|${CHARACTER})+(?:=(?:${PLACEHOLDER}(?=[&#]|$)|(?:[.+/=;@]|${CHARACTER})*))?`;
const FRAGMENT = '(?:#[\\w.~!*+,;=@/?&-]*)?';
const PLAIN = RegExp(
  `^https://${IS_SHORT}${DOMAIN}${PORT}(?:${SEGMENT})*(?:\\?${PARAMETER}(?:&${PARAMETER})*)?${FRAGMENT}$`,
);

const LONGEST_PLAIN = 2000;

/** Tells quickly that nothing can be reported of a usual URL, but for what is repeated or absent. */
export function hasNothingToReport(source: string): boolean {
  return (
    source.length <= LONGEST_PLAIN &&
    PLAIN.test(source) &&
    !source.includes('eyJ') &&
    !hasOtherWords(source)
  );
}

/** Whether the words of the placeholder stand somewhere without its braces. */
function hasOtherWords(source: string): boolean {
  for (let at = source.indexOf('TOKEN'); at >= 0; at = source.indexOf('TOKEN', at + 1)) {
    if (!source.startsWith(PLACEHOLDER, at - 7)) return true;
  }
  return false;
}

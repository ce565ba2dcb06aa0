import { PLACEHOLDER } from '../token/placeholder.ts';

/*
 * What nearly everybody writes: https, a domain name, a path, a query, a fragment, and in none of them
 * anything that could be refused or reported. Left out are Punycode, local names, the default port, dot segments,
 * and escapes that could hide a delimiter, a letter or a character without a width.
 *
 * A text is written as runs between escapes, so that the engine takes each run at once; no repetition
 * can begin with what may follow it, so the time is linear.
 */
const LABEL = '[a-z_-][a-z\\d_-]{0,39}';
const DOMAIN = `(?!xn--)[a-z\\d_-]{1,40}(?:\\.(?!xn--|local|internal)${LABEL}){1,5}`;
const PORT = '(?::(?!443)[1-9]\\d{0,3})?';
const ESCAPE = '%(?!C2|E2|EF)(?:2[0-46-9A-CF]|3[ABDF]|40|[89A-F][\\dA-F])';
const text = (characters: string) => `[${characters}]*(?:${ESCAPE}[${characters}]*)*`;
const SEGMENT = `/(?:${PLACEHOLDER}|(?!\\.)${text('\\w~!*,.=;+@-')})`;
const NAME = `(?![&=#]|$)${text('\\w~!*,.+-')}`;
const VALUE = `${PLACEHOLDER}|${text('\\w~!*,.+/=;@-')}`;
const PARAMETER = `${NAME}(?:=(?:${VALUE}))?`;
const FRAGMENT = '(?:#[\\w.~!*+,;=@/?&-]*)?';
const PLAIN = RegExp(
  `^https://${DOMAIN}${PORT}(?:${SEGMENT})*(?:\\?${PARAMETER}(?:&${PARAMETER})*)?${FRAGMENT}$`,
);

const LONGEST_PLAIN = 2000;

/** Tells quickly that nothing in a usual URL can be refused, escaped or read twice. */
export function isPlain(source: string): boolean {
  return source.length <= LONGEST_PLAIN && PLAIN.test(source);
}

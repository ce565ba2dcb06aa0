import { foldCharacter } from './fold-character.ts';
import { UTF8_ESCAPE } from './utf8-escape.ts';

/*
 * UTF-8 in percent-escapes; one escape, however often it is encoded; a character as HTML, JSON, old
 * JavaScript and quoted-printable write it.
 */
const ONE_ESCAPE = '%(?:25)*[\\da-f]{2}';
const ENTITY = '&(?:amp;)*(?:#\\d{1,6}|#x[\\da-f]{1,6}|[a-z]{2,8});';
const UNICODE = '(?:\\\\|%)u[\\da-f]{4}';

/** A character that is written with others, for a regular expression that ignores case. */
export const ESCAPE = `${UTF8_ESCAPE}|${ONE_ESCAPE}|${ENTITY}|${UNICODE}|=7[bd]`;

/** The character that an escape stands for, folded; the escape itself where it is only text. */
export function foldEscape(text: string): string {
  if (text[0] === '&') return foldEntity(text);
  if (text[0] === '=') return fromHex(text.slice(1));
  if (/^.u/i.test(text)) return foldCharacter(fromHex(text.slice(2)));
  const once = text.replace(/%(?:25)+(?=..)/g, '%');
  const isByte = /^%[89a-f].$/i.test(once);
  return isByte ? text : foldCharacter(decodeURIComponent(once));
}

function fromHex(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

const ENTITIES: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  laquo: '<',
  raquo: '>',
  lbrace: '{',
  lcub: '{',
  rbrace: '}',
  rcub: '}',
  lbrack: '[',
  lsqb: '[',
  rbrack: ']',
  rsqb: ']',
  lpar: '(',
  rpar: ')',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lowbar: '_',
  dollar: '$',
  equals: '=',
};

function foldEntity(entity: string): string {
  const [, name = ''] = /([^&;]*);$/.exec(entity) ?? [];
  if (name[0] !== '#') return ENTITIES[name.toLowerCase()] ?? entity;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0x20 && code < 0xd800 ? foldCharacter(String.fromCharCode(code)) : ' ';
}

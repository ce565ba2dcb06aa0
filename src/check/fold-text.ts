import { INVISIBLE } from '../url/characters.ts';
import type { Span } from '../url/template.ts';

const INVISIBLE_ONLY = RegExp(`^[${INVISIBLE}\u200d\ufe00-\ufe0f]+$`);

/** A text as a person reads it, and where each character of it stands in the source. */
export interface FoldedText {
  readonly text: string;
  /** Where a stretch of the folded text stands in the source. */
  toSource(span: Span): Span;
}

/*
 * UTF-8 in percent-escapes; one escape, however often it is encoded; a character as HTML, JSON, old
 * JavaScript and quoted-printable write it; anything beyond ASCII.
 */
const UTF8 = '%[c-f][\\da-f](?:%[89ab][\\da-f]){1,3}';
const ESCAPE = '%(?:25)*[\\da-f]{2}';
const ENTITY = '&(?:amp;)*(?:#\\d{1,6}|#x[\\da-f]{1,6}|[a-z]{2,8});';
const UNICODE = '(?:\\\\|%)u[\\da-f]{4}';
const PIECES = RegExp(`${UTF8}|${ESCAPE}|${ENTITY}|${UNICODE}|=7[bd]|[\\x80-\\uffff]+`, 'gi');

/** Decodes escapes, writes look-alikes as ASCII, and leaves out what has no width. */
export function foldText(source: string): FoldedText {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  const take = (folded: string, start: number, end: number, isLiteral: boolean) => {
    if (folded === '') return;
    pieces.push({ at: text.length, start, end, isLiteral });
    text += folded;
  };
  PIECES.lastIndex = 0;
  for (let match = PIECES.exec(source); match; match = PIECES.exec(source)) {
    const { 0: found, index } = match;
    const isRun = found >= '\x80';
    // Most runs beyond ASCII fold to as many characters, so that they can be taken at once.
    const run = isRun ? foldRun(found) : undefined;
    if (run?.length === found.length) {
      take(source.slice(at, index), at, index, true);
      take(run, index, index + run.length, true);
      at = index + run.length;
      continue;
    }
    let start = index;
    for (const piece of isRun ? found : [found]) {
      const folded = known(piece, foldPiece);
      const end = start + piece.length;
      if (folded !== undefined) {
        take(source.slice(at, start), at, start, true);
        take(folded, start, end, false);
        at = end;
      }
      start = end;
    }
  }
  take(source.slice(at), at, source.length, true);
  return { text, toSource: ({ start, end }) => toSource(pieces, start, end) };
}

function foldRun(run: string): string {
  let folded = '';
  for (const character of run) folded += fold(character);
  return folded;
}

/** A stretch that was taken as it stands, or one that folds to some characters. */
interface Piece {
  /** Where it begins in the folded text. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
  readonly isLiteral: boolean;
}

function toSource(pieces: readonly Piece[], start: number, end: number): Span {
  const first = pieceAt(pieces, start);
  const last = pieceAt(pieces, end - 1);
  return {
    start: first.isLiteral ? first.start + start - first.at : first.start,
    end: last.isLiteral ? last.start + end - last.at : last.end,
  };
}

function pieceAt(pieces: readonly Piece[], at: number): Piece {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((pieces[middle] as Piece).at <= at) low = middle;
    else high = middle - 1;
  }
  return pieces[low] as Piece;
}

/** What a piece stands for; `undefined` where it is only text. */
function foldPiece(piece: string): string | undefined {
  if (piece >= '\x80') return fold(piece);
  if (piece[0] === '&') return foldEntity(piece);
  if (piece[0] === '=') return String.fromCharCode(Number.parseInt(piece.slice(1), 16));
  if (/^.u/i.test(piece)) return fold(String.fromCharCode(Number.parseInt(piece.slice(2), 16)));
  const once = piece.replace(/%(?:25)+(?=..)/g, '%');
  try {
    return fold(decodeURIComponent(once));
  } catch {
    return undefined;
  }
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

function foldEntity(entity: string): string | undefined {
  const [, name = ''] = /([^&;]*);$/.exec(entity) ?? [];
  if (name[0] !== '#') return ENTITIES[name.toLowerCase()];
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0x20 && code < 0xd800 ? fold(String.fromCharCode(code)) : ' ';
}

// What compatibility decomposition leaves beyond ASCII: Unicode Technical Standard 39 for the letters
// of the placeholder; brackets; quotation marks; what may stand for an underscore; blanks.
const LOOK_ALIKES = lookAlikes({
  S: 'ЅѕՏꓢꜱ',
  H: 'НнΗᎻʜ',
  O: 'ОоΟοՕօ〇ᴏØø',
  R: 'Ꭱꓣʀ',
  T: 'ТтΤτᎢᴛ',
  K: 'КкΚκᏦᴋ',
  E: 'ЕеΕεᎬᴇ',
  N: 'Νոɴ',
  '{': '❴⦃',
  '}': '❵⦄',
  '<': '«‹⟨〈〈《❮≪˂⟪',
  '>': '»›⟩〉〉》❯≫˃⟫',
  '[': '⟦「『【〔',
  ']': '⟧」』】〕',
  '"': '“”„‟‘’‚‛″′´',
  _: '‐‑‒–—―−‿·ˍ¯‗',
  ' ': '\u180e',
});

function lookAlikes(forms: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(forms).flatMap(([ascii, all]) => [...all].map((form) => [form, ascii] as const)),
  );
}

// What has been folded once; the alphabet of a text is small.
const FOLDED = new Map<string, string | undefined>(LOOK_ALIKES);
const MAX_FOLDED = 2_000;

/** Folds a character or an escape once for all texts. */
function known<Folded extends string | undefined>(
  piece: string,
  foldNew: (piece: string) => Folded,
): Folded {
  const found = FOLDED.get(piece);
  if (found !== undefined || FOLDED.has(piece)) return found as Folded;
  const folded = foldNew(piece);
  if (FOLDED.size < MAX_FOLDED) FOLDED.set(piece, folded);
  return folded;
}

/** One character as ASCII where it can be taken for it; empty where it has no width. */
function fold(character: string): string {
  return character < '\x80' ? character : known(character, decompose);
}

function decompose(character: string): string {
  const plain = character.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
  if (plain === '' || INVISIBLE_ONLY.test(plain)) return '';
  return plain.length === 1 ? (LOOK_ALIKES.get(plain) ?? plain) : plain;
}

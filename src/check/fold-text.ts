import { forEachMatch } from '../url/for-each-match.ts';
import type { Span } from '../url/template.ts';
import { FOREIGN, foldCharacter } from './fold-character.ts';
import { ESCAPE, foldEscape } from './fold-escape.ts';

/** A text as a person reads it, and where each character of it stands in the source. */
export interface FoldedText {
  readonly text: string;
  /** Where a stretch of the folded text stands in the source. */
  toSource(span: Span): Span;
}

const FOREIGN_OR_ESCAPED = RegExp(`${ESCAPE}|${FOREIGN}+`, 'gi');

/** Decodes escapes, writes look-alikes as ASCII, and leaves out what has no width. */
export function foldText(source: string): FoldedText {
  const pieces: Piece[] = [];
  let text = '';
  let at = 0;
  const take = (folded: string, end: number, isAligned: boolean) => {
    const last = pieces[pieces.length - 1];
    if (isAligned && last?.isAligned && last.end === at) last.end = end;
    else if (folded !== '') pieces.push({ at: text.length, start: at, end, isAligned });
    text += folded;
    at = end;
  };
  const fold = rememberedFolds();
  forEachMatch(FOREIGN_OR_ESCAPED, source, ({ 0: found, index }) => {
    take(source.slice(at, index), index, true);
    for (const piece of found >= '\x80' ? found : [found]) {
      const folded = fold(piece);
      take(
        folded,
        at + piece.length,
        folded === piece || (folded.length === 1 && piece.length === 1),
      );
    }
  });
  take(source.slice(at), source.length, true);
  return { text, toSource: ({ start, end }) => toSource(pieces, start, end) };
}

// How many different characters and escapes are looked at in one text: more than people use, and far
// fewer than there are.
const MOST_KINDS = 300;

/** Folds each character and each escape of a text once. */
function rememberedFolds(): (piece: string) => string {
  const known = new Map<string, string>();
  return (piece) => {
    const before = known.get(piece);
    if (before !== undefined || known.size >= MOST_KINDS) return before ?? piece;
    const folded = piece < '\x80' ? foldEscape(piece) : foldCharacter(piece);
    known.set(piece, folded);
    return folded;
  };
}

/** A stretch of the source, and where what it folds to begins in the folded text. */
interface Piece {
  readonly at: number;
  readonly start: number;
  end: number;
  /** Whether it folds character by character. */
  readonly isAligned: boolean;
}

function toSource(pieces: readonly Piece[], start: number, end: number): Span {
  const first = pieceAt(pieces, start);
  const last = pieceAt(pieces, end - 1);
  return {
    start: first.isAligned ? first.start + start - first.at : first.start,
    end: last.isAligned ? last.start + end - last.at : last.end,
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

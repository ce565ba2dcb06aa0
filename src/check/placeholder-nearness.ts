import { editDistance } from './edit-distance.ts';

/** The words of the placeholder. */
const WORDS = 'SHORT_TOKEN';
const MOST_EDITS = 2;

/** How near some words come to those of the placeholder. */
export interface Nearness {
  /** Edits that lead to the words of the placeholder; 0 where only case or separators differ. */
  readonly edits: number;
  /** Whether it is the word `TOKEN` alone. */
  readonly isTokenAlone: boolean;
  /** Whether it is written in capitals, as the placeholder is. */
  readonly isCapital: boolean;
  /** Whether there are no other words with it. */
  readonly isAll: boolean;
}

// Two edits leave at least two of these pairs, and TOKEN has four.
const PAIR = '(?:sh|ho|or|rt|to|ok|ke|en)';
const MAY_BE_NEAR = RegExp(`${PAIR}.*${PAIR}|token`, 'i');

/** Tells quickly that some words are certainly not near. */
export function mayBeNear(text: string): boolean {
  return MAY_BE_NEAR.test(text);
}

const EXACT: Nearness = { edits: 0, isTokenAlone: false, isCapital: true, isAll: true };

/**
 * Compares some words with those of the placeholder, whatever their case and separators; `undefined`
 * where they are something else.
 *
 * @param text - folded words, such as `Short-Token` or `env.SHORT_TOKEN`
 */
export function nearnessOf(text: string): Nearness | undefined {
  if (text === WORDS) return EXACT;
  const isCapital = text === text.toUpperCase();
  // A path of a template, or the arguments of a helper: urlencode SHORT_TOKEN.
  const alternatives = [
    text,
    text.slice(text.lastIndexOf('.') + 1),
    text.slice(text.lastIndexOf(' ') + 1),
    text.replace(/ .*/, ''),
  ];
  // Nearly always all are the same.
  for (const words of new Set(alternatives)) {
    const bare = words
      .toUpperCase()
      .replace(/[^A-Z\d]+/g, '_')
      .replace(/^(?:(?:INSERT|ENTER)_)?(?:(?:YOUR|THE)_)?/, '')
      .replace(/_HERE$/, '');
    const isTokenAlone = bare === 'TOKEN';
    const edits = isTokenAlone ? 0 : editDistance(bare, WORDS, MOST_EDITS);
    if (edits <= MOST_EDITS) return { edits, isTokenAlone, isCapital, isAll: words === text };
  }
  return undefined;
}

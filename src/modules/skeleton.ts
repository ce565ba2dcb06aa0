import { LOOK_ALIKES } from './look-alikes.ts';

let prototypes: Map<string, string> | undefined;

/**
 * What two names that look alike have in common: the Cyrillic `А` and the Latin one, `rn` and `m`,
 * `0` and `O`, `1` and `l`. Two names are confusable when their skeletons are equal.
 *
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection with the prototypes in basic Latin
 */
export function skeleton(name: string): string {
  prototypes ??= new Map(
    Object.entries(LOOK_ALIKES).flatMap(([prototype, characters]) =>
      Array.from(characters, (character) => [character, prototype] as const),
    ),
  );
  const known = prototypes;
  // NFKC first, which folds the letters that Unicode has a second time (full-width, mathematical).
  return Array.from(name.normalize('NFKC').normalize('NFD'), (c) => known.get(c) ?? c)
    .join('')
    .normalize('NFD');
}

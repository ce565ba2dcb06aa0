import { codesOf, HYPHEN, isNameCode, SLASH, startsWith } from './characters.ts';
import { decodeText } from './decoded-text.ts';
import { readPath, type SecretPath, type SegmentsAround } from './find-path.ts';
import { readAfterName } from './read-after-name.ts';
import { type RedactedPart, redactedPart, type Search, searchOf } from './search.ts';

/** What is looked for, as `secretPlaces` gives it. */
export interface SecretPlaces {
  /** Whole names of parameters, fields and properties. */
  readonly names: readonly Uint16Array[];
  readonly paths: readonly SecretPath[];
  /** 1 at the last eight bits of every character that a place may begin with. */
  readonly initials: Uint8Array;
}

/** @param names - whole names of parameters, fields and properties */
export function secretPlaces(
  names: readonly string[],
  paths: readonly SegmentsAround[],
): SecretPlaces {
  const initials = new Uint8Array(256);
  for (const name of names) initials[(codesOf(name)[0] ?? 0) & 0xff] = 1;
  if (paths.length > 0) initials[SLASH] = 1;
  return {
    names: names.map(codesOf),
    paths: paths.map(({ before, after }) => ({
      before: before.map(codesOf),
      after: after.map(codesOf),
    })),
    initials,
  };
}

/**
 * Masks what stands in the places of a token, in whatever notation: a query string, JSON, an inspected
 * object, HTML, each of them within another. It reads every character a bounded number of times.
 */
export function maskSecrets(places: SecretPlaces, source: string): RedactedPart {
  const search = searchOf(source, decodeText(source));
  const { codes, length } = search;
  const { initials } = places;
  for (let at = 0; at < length; ) {
    const next = initials[(codes[at] ?? 0) & 0xff] === 1 ? readPlace(search, places, at) : at;
    at = Math.max(next, at + 1);
  }
  return redactedPart(search);
}

/** @returns where to go on */
function readPlace(search: Search, { names, paths }: SecretPlaces, at: number): number {
  if (paths.length > 0 && search.codes[at] === SLASH) return readPaths(search, paths, at);
  for (const name of names) {
    if (isWholeName(search, name, at)) return readAfterName(search, at, at + name.length);
  }
  return at;
}

function readPaths(search: Search, paths: readonly SecretPath[], slash: number): number {
  // The last of many slashes, or each of them would look at all that follow.
  if (search.codes[slash + 1] === SLASH) return slash;
  for (const path of paths) {
    const next = readPath(search, path, slash);
    if (next > slash) return next;
  }
  return slash;
}

function isWholeName({ codes }: Search, name: Uint16Array, at: number): boolean {
  const before = codes[at - 1];
  return (
    startsWith(codes, name, at) &&
    !isNameCode(codes[at + name.length]) &&
    (before === HYPHEN ? !isAfterHyphen(codes, at) : !isNameCode(before))
  );
}

/** As in `x-token`; `--token` of a command is a name of its own. */
function isAfterHyphen(codes: Uint16Array, at: number): boolean {
  let before = at - 1;
  while (codes[before] === HYPHEN) before -= 1;
  return isNameCode(codes[before]);
}

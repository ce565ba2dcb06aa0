import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** Unicode's confusables.txt, as the package `unhomoglyph` has it: a character and its prototype. */
const CONFUSABLES: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('unhomoglyph/data.json'), 'utf8'),
);

/** As much of it as `src/modules/look-alikes.ts` keeps: what looks like basic Latin and is not folded by NFKC. */
export function deriveLookAlikes(): Record<string, string> {
  const groups = new Map<string, string>();
  for (const [character, prototype] of Object.entries(CONFUSABLES)) {
    if (character.normalize('NFKC') !== character || /\s/.test(character)) continue;
    if (!/^[\x21-\x7e]+$/.test(prototype) || prototype === character) continue;
    groups.set(prototype, (groups.get(prototype) ?? '') + character);
  }
  return Object.fromEntries([...groups].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The file that holds it. */
export function writeLookAlikes(groups: Readonly<Record<string, string>>): string {
  const rows = Object.entries(groups).map(
    ([prototype, characters]) => `  ${JSON.stringify(prototype)}: ${JSON.stringify(characters)},\n`,
  );
  return `// Derived from Unicode's confusables.txt (UTS 39); its test says how, and writes it anew.
/** Characters that look like basic Latin, by what they look like. */
export const LOOK_ALIKES: Readonly<Record<string, string>> = {
${rows.join('')}};
`;
}

import { PLACEHOLDER } from '../token/placeholder.ts';
import { isPlain } from '../url/is-plain.ts';

/** Tells quickly that nothing can be reported of a usual URL, but for what is repeated or absent. */
export function hasNothingToReport(source: string): boolean {
  return isPlain(source) && !source.includes('eyJ') && !hasOtherWords(source);
}

/** Whether the words of the placeholder stand somewhere without its braces. */
function hasOtherWords(source: string): boolean {
  for (let at = source.indexOf('TOKEN'); at >= 0; at = source.indexOf('TOKEN', at + 1)) {
    if (!source.startsWith(PLACEHOLDER, at - 7)) return true;
  }
  return false;
}

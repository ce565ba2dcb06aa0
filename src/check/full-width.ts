/** The character that a full-width form stands for. */
export function halfWidth(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0xfee0);
}

/** The full-width forms of ASCII, for a class of a regular expression. */
export const FULL_WIDTH = '\\uff01-\\uff5e';

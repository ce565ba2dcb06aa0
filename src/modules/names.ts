/**
 * What two names have in common when they are the same name: as {@link cleanName}, no difference
 * between capitals and small letters (`ß` and `SS` included).
 */
export function nameKey(name: string): string {
  return cleanName(name).toUpperCase().toLowerCase();
}

/** The name as it is stored: NFC, no white space around, single spaces inside. */
export function cleanName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ');
}

// What is no letter, digit or mark in common scripts, by blocks of Unicode and not by property: older
// versions of Hermes cannot read those.
const ASCII_AND_LATIN = '\0-/:-@[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7';
const PUNCTUATION = '\u2000-\u2bff\u3000-\u3004\u3008-\u3020\u3030';
const FULL_WIDTH = '\ufe30-\ufe6f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65';
const PICTURES = '\u{1f000}-\u{1faff}';
const UNSEEN = '\u034f\u115f\u1160\u3164\ufe00-\ufe1f\ufeff\uffa0\ufff0-\uffff\u{e0000}-\u{e0fff}';
const SEPARATORS = RegExp(
  `[${ASCII_AND_LATIN}${PUNCTUATION}${FULL_WIDTH}${PICTURES}${UNSEEN}]+`,
  'gu',
);

/**
 * The label of a name: its slug, `custom-report` for `Custom Report`.
 *
 * The API documents that example and no more, so this is a preview: leave the label to the server
 * unless you set one of your own. Letters beyond ASCII are kept here. Never throws for a string.
 *
 * @param name - any string
 * @returns an empty string for a name without a letter or digit
 * @example
 * labelFor('  Sales & Stock (2026) '); // 'sales-stock-2026'
 */
export function labelFor(name: string): string {
  return cleanName(name).toLowerCase().replace(SEPARATORS, '-').replace(/^-|-$/g, '');
}

const VIEW = 'View ';

/**
 * The permission that lets a user see a module, byte for byte. Never throws for a string.
 *
 * @param name - the name as the API gives it
 * @returns `View ` and the name
 * @example
 * permissionFor('Custom Report'); // 'View Custom Report'
 */
export function permissionFor(name: string): string {
  return VIEW + name;
}

/**
 * The module name in a permission. Never throws for a string.
 *
 * @param permission - any permission's name
 * @returns the name, or `undefined` where it is a permission of another kind
 * @example
 * moduleNameOf('View Custom Report'); // 'Custom Report'
 */
export function moduleNameOf(permission: string): string | undefined {
  return permission.startsWith(VIEW) && permission.length > VIEW.length
    ? permission.slice(VIEW.length)
    : undefined;
}

// What opens, and what closes it. The arrow of a tag opens a text that the next tag closes.
const CLOSERS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '´': '´',
  '“': '”“',
  '”': '”',
  '„': '“”',
  '‘': '’',
  '’': '’',
  '‚': '‘’',
  '″': '″',
  '′': '′',
  '«': '»',
  '»': '«',
  '‹': '›',
  '›': '‹',
  '⟨': '⟩',
  '<': '>',
  '>': '<',
  '(': ')',
  '[': ']',
  '{': '}',
  '（': '）',
  '［': '］',
  '＜': '＞',
  '「': '」',
  '『': '』',
  '【': '】',
  '〈': '〉',
  '《': '》',
  '＂': '＂',
  '*': '*',
  _: '_',
  '~': '~',
};
const OPENERS = `[${Object.keys(CLOSERS).join('').replace('[', '\\[')}]`;
const ENTITY = '&(?:quot|lt|gt|apos|nbsp|#3[49]|#60);';
const OPENING = RegExp(`(?:\\\\?${OPENERS}|${ENTITY})*$`, 'i');
const CLOSING_ENTITY = RegExp(`(?:${ENTITY})+.*$`, 'is');
const PUNCTUATION = /[.,;:!。，、]+$/;

// Jira, BBCode twice, AsciiDoc: the forms in which brackets stand on one side only.
const URL = 'https?://[^\\s\\]"\']+';
const MARKUP = RegExp(
  `^(?:\\[[^\\]|]*\\|(${URL})\\]|\\[url\\](.+)\\[/url\\]|\\[url=["']?(${URL})["']?\\].*|link:(https?://[^\\s[]+)\\[.*\\])$`,
  'i',
);

// A word and a colon could be another scheme, unless the word says that a URL follows.
const LABEL = /^[\w-]*(?:url|uri|link|href|src|webhook|endpoint)\s*[:=\uff1a]/i;
const OTHER_SCHEME = /^[a-z][a-z\d+.-]*:(?!\s)/i;
const LABEL_WITHOUT_URL = /^[\w ]{1,30}[:=\uff1a]\s+/;

/**
 * Finds the module URL in what somebody copied together with it: quotation marks, brackets, a link in
 * markup, a label before it, other words behind it.
 *
 * @returns the URL alone, or `undefined` where nothing is around it
 */
export function findWrappedUrl(text: string): string | undefined {
  const markup = MARKUP.exec(text);
  if (markup) return markup.slice(1).find((url) => url !== undefined);
  // A scheme with a blank or another sign in it is misspelled, not wrapped.
  if (/^https?\s*:/i.test(text)) return undefined;
  const at = text.search(/https?:\/\//i);
  const prefix = at < 0 ? prefixWithoutUrl(text) : text.slice(0, at);
  if (prefix === '') return undefined;
  const openers = (OPENING.exec(prefix)?.[0] ?? '').replace(/\\/g, '');
  if (at >= 0 && !isAround(prefix, openers)) return undefined;
  const url = cutEnd(text.slice(prefix.length), openers);
  // Without a scheme only what stands at both ends is known to be no part of it.
  const rest = text.slice(prefix.length + url.length);
  const isClosed = openers === '' || (/^\S[.,;:!]*$/.test(rest) && openers !== '{');
  return at >= 0 || isClosed ? url : undefined;
}

function prefixWithoutUrl(text: string): string {
  return LABEL_WITHOUT_URL.exec(text)?.[0] ?? RegExp(`^${OPENERS}`).exec(text)?.[0] ?? '';
}

/** Whether what stands before a URL is only around it: not a URL or a scheme with another one in it. */
function isAround(prefix: string, openers: string): boolean {
  const words = prefix.replace(OPENING, '');
  if (/^[@,#/;|=>-]$/.test(prefix)) return true;
  if (prefix.length > 200 || (/[/?#@%{\\]/.test(words) && !/^\s*[{<]/.test(words))) return false;
  if (LABEL.test(words)) return true;
  if (OTHER_SCHEME.test(words)) return false;
  return openers !== '' || /[\s:=>\-–—\uff1a]$/.test(words);
}

/** Cuts off what closes `openers`, and whatever follows. */
function cutEnd(text: string, openers: string): string {
  const bare = openers.includes('&') ? text.replace(CLOSING_ENTITY, '') : text;
  // A placeholder may have the brackets that are around the URL.
  const shown = bare.replace(/<SHORT_TOKEN>/gi, (found) => '_'.repeat(found.length));
  const opener = openers.slice(-1);
  const closers = CLOSERS[opener] ?? '';
  let end = shown.search(/\s|$/);
  if (closers !== '') {
    const last = Math.max(...[...closers].map((closer) => shown.lastIndexOf(closer)));
    const first = shown.search(RegExp(`[${closers.replace(/[\]\\]/g, '\\$&')}|]`));
    // Brackets may stand within the URL too, quotation marks and tags may not.
    const isBracket = /[([{（［【*_~]/.test(opener);
    const closed = isBracket ? last : first;
    // What is in quotation marks may have blanks, what is in brackets may not.
    const hasBlanks = /\S\s+\S/.test(shown.slice(0, Math.max(0, closed)));
    if (closed >= 0 && (closed < end || !isBracket || !hasBlanks)) end = closed;
  }
  const url = bare.slice(0, end).replace(/\\$/, '');
  return openers === '' || url.length < text.length ? trimmed(url, openers.slice(0, -1)) : url;
}

/** Takes off what else was opened, as in `**url**`, and punctuation. */
function trimmed(text: string, openers: string): string {
  let url = text.replace(PUNCTUATION, '');
  for (const opener of openers) {
    const closers = CLOSERS[opener] ?? '';
    if (url !== '' && closers.includes(url.slice(-1)) && !'}>'.includes(url.slice(-1)))
      url = url.slice(0, -1);
  }
  return url;
}

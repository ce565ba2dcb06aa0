const CLOSERS: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '´': '´',
  '“': '”',
  '”': '”',
  '„': '“”',
  '‘': '’',
  '’': '’',
  '‚': '‘’',
  '«': '»',
  '»': '«',
  '‹': '›',
  '›': '‹',
  '<': '>',
  '(': ')',
  '[': ']',
  '（': '）',
  '［': '］',
  '＜': '＞',
  '「': '」',
  '『': '』',
  '【': '】',
  '〈': '〉',
  '《': '》',
  '＂': '＂',
};

const OPENERS = `["'\`´“”„‘’‚«»‹›<(\\[（［＜「『【〈《＂]`;
const OPENING = RegExp(`(?:${OPENERS}|&(?:quot|lt|apos|#34|#39|#60);)*$`, 'i');
const ENTITY_END = /(?:&(?:quot|gt|apos|#34|#39|#62);)+$/i;
const PUNCTUATION_END = /[.,;:!]+$/;

// [text](url "title"), with or without an exclamation mark; <a href="url">; BBCode; Slack and Jira.
const MARKDOWN = /^!?\[[^\]]*\]\(\s*<?(https?:\/\/[^\s<>"]+?)>?(?:\s+["'(][^)]*)?\)[.,;]?$/i;
const HTML = /^<\w+\b[^>]*?\b(?:href|src|action)\s*=\s*["']?(https?:\/\/[^"'\s>]+)/i;
const BBCODE = /^\[url=?["']?(?:\](https?:\/\/.*?)\[\/url\]|(https?:\/\/[^\]"']*)["']?\].*)$/i;
const PIPED = /^[<[](https?:\/\/[^|\s]+)\|[^|>\]]*[>\]]$/i;

// A word and a colon could be another scheme, unless the word says that a URL follows.
const LABEL = /^(?:url|uri|link|href|src|webhook|endpoint)\s*[:=]/i;
const OTHER_SCHEME = /^[a-z][a-z\d+.-]*:$/i;

/**
 * Finds the module URL in what somebody copied together with it: quotation marks, brackets, a link in
 * markup, a label before it, punctuation behind it.
 *
 * @returns the URL alone, or `undefined` where nothing is around it
 */
export function findWrappedUrl(text: string): string | undefined {
  for (const form of [MARKDOWN, HTML, BBCODE, PIPED]) {
    const match = form.exec(text);
    if (match) return match[1] ?? match[2];
  }
  const at = text.search(/https?:\/\//i);
  // Without a scheme only what stands around the whole is known to be no part of it.
  const prefix = at < 0 ? text.slice(0, 1) : text.slice(0, at);
  const openers = OPENING.exec(prefix)?.[0] ?? '';
  if (prefix === '' || (at < 0 ? openers === '' : !isLabel(prefix, openers))) return undefined;
  const url = withoutEnd(text.slice(prefix.length), openers);
  return at < 0 && url === text.slice(1) ? undefined : url;
}

function isLabel(prefix: string, openers: string): boolean {
  const words = prefix.slice(0, prefix.length - openers.length);
  // With one of these it is a URL itself, with another one in it.
  if (prefix.length > 80 || /[/?#@%{\\]/.test(words)) return false;
  if (openers !== '' && words === '') return true;
  if (OTHER_SCHEME.test(words)) return LABEL.test(words);
  return /[\s:=>\-–—]$/.test(words) || openers !== '';
}

/** Takes off what closes `openers`, and punctuation before and behind it. */
function withoutEnd(text: string, openers: string): string {
  let url = text;
  if (openers.includes('&')) url = url.replace(ENTITY_END, '');
  for (const opener of openers) {
    const closers = CLOSERS[opener];
    if (closers === undefined) continue;
    const bare = url.replace(PUNCTUATION_END, '');
    const last = bare.slice(-1);
    if (last && closers.includes(last)) url = bare.slice(0, -1);
  }
  return url.trimEnd();
}

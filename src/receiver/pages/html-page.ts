import { SECURITY_HEADERS } from '../security-headers.ts';
import type { Language } from './texts.ts';

/** A page of the receiver's own. */
export interface HtmlPage {
  readonly status: number;
  readonly language: Language;
  /** Text, not markup. */
  readonly title: string;
  /** Markup. */
  readonly main: string;
  /** Source of the only script that may run. */
  readonly script?: string | undefined;
  /** Origins that may frame the page besides its own, none of them for an empty list; default: any. */
  readonly frameAncestors?: readonly string[] | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem}button{font:inherit;padding:.5rem 1rem;margin:0 .5rem .5rem 0}';

/** Writes a page that loads nothing, runs nothing but its own script and posts to its own origin only. */
export function htmlPage(page: HtmlPage): Response {
  const { status, language, title, main, script, frameAncestors, headers } = page;
  const nonce = newNonce();
  const own = script === undefined ? '' : `<script nonce="${nonce}">${script}</script>`;
  // The origin goes with the form, so that the answer knows where it came from; no path, no token.
  const body = `<!doctype html><html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><meta name="referrer" content="strict-origin"><title>${escapeHtml(title)}</title><style nonce="${nonce}">${STYLE}</style></head><body><main>${main}</main>${own}</body></html>\n`;
  const policy = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(script === undefined ? [] : [`script-src 'nonce-${nonce}'`]),
    "form-action 'self'",
    "base-uri 'none'",
    ...(frameAncestors === undefined ? [] : [frameAncestorsPolicy(frameAncestors)]),
  ];
  return new Response(body, {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'x-content-type-options': 'nosniff',
      vary: 'Accept-Language',
      ...headers,
    },
  });
}

/** @param origins - who may frame the page besides its own origin; not even that for an empty list */
export function frameAncestorsPolicy(origins: readonly string[]): string {
  return `frame-ancestors ${origins.length === 0 ? "'none'" : ["'self'", ...origins].join(' ')}`;
}

/** Text as markup, in an element or in a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(18))));
}

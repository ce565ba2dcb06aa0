import type { RenderedModuleUrl } from '../url/rendered-module-url.ts';

/**
 * Leads a blank tab or frame to a rendered URL, so that the other side gets no `Referer`, and neither
 * the history nor the timing entries of the host's page get the URL.
 *
 * By a refresh that the blank document itself declares. `location.replace` sends the host's origin as
 * `Referer`, since the caller's document counts as the source; a link that is clicked adds an entry to
 * the history in WebKit, and the URL to the timing entries of the page around a frame.
 *
 * @see https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-refresh
 */
export function navigateWithoutReferrer(blank: Document, rendered: RenderedModuleUrl): void {
  // Nothing that the page said before may come back from a cache, and a document that is being
  // written is replaced in the history rather than followed.
  blank.open();
  blank.close();
  const head = blank.head ?? blank.documentElement;
  const policy = blank.createElement('meta');
  policy.name = 'referrer';
  policy.content = 'no-referrer';
  const refresh = blank.createElement('meta');
  refresh.httpEquiv = 'refresh';
  // Taken up to its end, whatever is in it: the URL does not begin with a quotation mark.
  refresh.content = `0;url=${rendered.href}`;
  head.append(policy, refresh);
  // It has been read; nobody who looks at the page later shall.
  refresh.remove();
}

/**
 * Begins a frame anew with a blank page, by putting it where it is: that leaves no trace in the
 * history. The page around does not hear of the blank page, and the focus stays where it is.
 *
 * @returns the blank page, or `null` where the frame has been removed
 */
export function emptyFrame(iframe: HTMLIFrameElement): Document | null {
  const { ownerDocument, parentNode } = iframe;
  const hasFocus = ownerDocument.activeElement === iframe;
  for (const name of ['src', 'srcdoc', 'sandbox']) iframe.removeAttribute(name);
  ownerDocument.addEventListener('load', silenceBlankPages, true);
  blankPages.set(iframe, null);
  parentNode?.insertBefore(iframe, iframe.nextSibling);
  const blank = iframe.contentDocument;
  blankPages.set(iframe, blank);
  if (hasFocus) iframe.focus();
  return blank;
}

/** The blank page of each frame; `null` while the frame is being put where it is. */
const blankPages = new WeakMap<EventTarget, Document | null>();

/** Some browsers tell of the load of a blank page, too; only that of the module's is news. */
function silenceBlankPages(event: Event): void {
  const iframe = event.target as HTMLIFrameElement;
  const blank = blankPages.get(iframe);
  if (blank === null || (blank && iframe.contentDocument === blank))
    event.stopImmediatePropagation();
}

const given = new WeakMap<HTMLIFrameElement, { allow: string; granted: string }>();

/**
 * Grants the features of `allow` to the module. A feature without a list of origins is granted to the
 * origin of `src`, which a frame without one does not have.
 *
 * @see https://w3c.github.io/webappsec-permissions-policy/#iframe-allow-attribute
 */
export function grantFeatures(iframe: HTMLIFrameElement, origin: string): void {
  const before = given.get(iframe);
  // What was granted to the module before is not for this one.
  const allow = before?.granted === iframe.allow ? before.allow : iframe.allow;
  const granted = allow
    .split(';')
    .map((directive) => {
      const [feature, ...origins] = directive.trim().split(/\s+/);
      if (!feature) return '';
      if (origins.length === 0) return `${feature} ${origin}`;
      return [feature, ...origins.map((entry) => (/^'src'$/i.test(entry) ? origin : entry))].join(
        ' ',
      );
    })
    .filter(Boolean)
    .join('; ');
  given.set(iframe, { allow, granted });
  if (granted) iframe.allow = granted;
}

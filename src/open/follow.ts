import type { RenderedModuleUrl } from '../url/rendered-module-url.ts';

/**
 * Leads a blank tab or frame to a rendered URL.
 *
 * By a click on a link inside it: `location.replace` would send the opener's origin as `Referer`,
 * whatever the policy of the blank page (HTML, "navigate": the source is the caller's document). The
 * link is never part of the page, so nothing that watches the page sees the URL.
 */
export function follow(document: Document, rendered: RenderedModuleUrl): void {
  const link = document.createElement('a');
  link.rel = 'noreferrer';
  link.href = rendered.href;
  link.click();
}

/** What a tab shows while its token is on the way; see `openModule`. */
export interface WaitingTexts {
  /** BCP 47 tag of the language, for example `en`. */
  readonly lang: string;
  /** Direction of the writing; default `ltr`. */
  readonly dir?: 'ltr' | 'rtl';
  /** The title of the tab, and the heading. */
  readonly title: string;
  /** Said while the token is on its way. */
  readonly waiting: string;
  /** Seen where the browser does not let the tab be closed. */
  readonly failed: string;
}

/**
 * Shows a text in a tab that waits: in the element with `role="status"` where the page has one, else
 * on a page of its own. Texts go in as text and styles through the object model, so that the
 * strictest Content-Security-Policy of the page that opened it has nothing to object to.
 */
export function showStatus(document: Document, texts: WaitingTexts, text: string): void {
  const status = document.querySelector('[role=status]') ?? build(document, texts);
  status.textContent = text;
}

function build(document: Document, { lang, dir = 'ltr', title }: WaitingTexts): Element {
  const { documentElement, head, body } = document;
  documentElement.lang = lang;
  documentElement.dir = dir;
  documentElement.style.colorScheme = 'light dark';
  document.title = title;
  const viewport = document.createElement('meta');
  viewport.name = 'viewport';
  viewport.content = 'width=device-width, initial-scale=1';
  head.append(viewport);
  body.style.cssText =
    'font:1.25rem/1.5 system-ui,sans-serif;margin:20vh auto;max-width:30rem;padding:0 1rem';
  const main = document.createElement('main');
  const heading = document.createElement('h1');
  const status = document.createElement('p');
  heading.textContent = title;
  status.setAttribute('role', 'status');
  main.append(heading, status);
  body.append(main);
  return status;
}

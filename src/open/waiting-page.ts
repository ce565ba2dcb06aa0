import type { WaitingTexts } from '../modules/texts/module-texts.ts';

/**
 * Says something in a tab that waits: in the element with `role="status"` where the page has one,
 * else on a page of its own. Texts go in as text and styles through the object model, so that the
 * strictest Content-Security-Policy of the page that opened it has nothing to object to.
 */
export function say(document: Document, texts: WaitingTexts, text: string): void {
  const status = document.querySelector('[role=status]') ?? build(document, texts);
  status.textContent = text;
}

function build(document: Document, { lang, title }: WaitingTexts): Element {
  const { documentElement, body } = document;
  documentElement.lang = lang;
  documentElement.style.colorScheme = 'light dark';
  document.title = title;
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

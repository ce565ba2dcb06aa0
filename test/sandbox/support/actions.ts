import type { Frame } from '../../support/engines/engine.ts';

let count = 0;

/** Finds what is called `name`, as a person does, for drivers that know selectors only. */
export async function called(page: Frame, selector: string, name: string): Promise<string> {
  count += 1;
  const mark = String(count);
  await page.waitFor(
    ({ selector, name, mark }: { selector: string; name: string; mark: string }) => {
      const found = [...document.querySelectorAll(selector)].find((element) => {
        const label = element.id && document.querySelector(`label[for="${element.id}"]`);
        const text = element.getAttribute('aria-label') ?? (label || element).textContent ?? '';
        return text.replace(/\s+/g, ' ').trim() === name;
      });
      found?.setAttribute('data-called', mark);
      return found !== undefined;
    },
    { selector, name, mark },
  );
  return `[data-called="${mark}"]`;
}

export async function clickOn(page: Frame, selector: string, name: string): Promise<void> {
  await page.click(await called(page, selector, name));
}

/** Chooses in the `select` whose label begins so. */
export async function choose(page: Frame, label: string, option: string): Promise<void> {
  await page.waitFor(
    ({ label, option }: { label: string; option: string }) => {
      const select = [...document.querySelectorAll('label')]
        .find(({ textContent }) => textContent?.trim().startsWith(label))
        ?.querySelector('select');
      const wanted = [...(select?.options ?? [])].find(({ text }) => text === option);
      if (!select || !wanted) return false;
      select.value = wanted.value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return true;
    },
    { label, option },
  );
}

/** Waits until the first element that matches says this. */
export async function says(page: Frame, selector: string, text: string): Promise<void> {
  await page.waitFor(
    ({ selector, text }: { selector: string; text: string }) =>
      document.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').includes(text),
    { selector, text },
  );
}

/** What every element that matches says. */
export function textsOf(page: Frame, selector: string): Promise<string[]> {
  return page.evaluate(
    (selector: string) =>
      [...document.querySelectorAll(selector)].map(({ textContent }) => textContent ?? ''),
    selector,
  );
}

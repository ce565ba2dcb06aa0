import { computed, effect, signal } from '@preact/signals';
import { texts as moduleEnglish } from '../../../texts/en.ts';
import { texts as moduleIndonesian } from '../../../texts/id.ts';
import { texts as english } from '../texts/en.ts';
import { texts as indonesian } from '../texts/id.ts';

/** Languages of the pages. */
export const LANGUAGES = { en: 'English', id: 'Bahasa Indonesia' } as const;

/** How light the pages are. */
export type Theme = 'auto' | 'light' | 'dark';

export const language = stored<keyof typeof LANGUAGES>(
  'language',
  navigator.language.startsWith('id') ? 'id' : 'en',
);
export const theme = stored<Theme>('theme', 'auto');
/** Id of the user whom the person plays; empty means the first one. */
export const userId = stored<string>('user', '');

/** What the pages say. */
export const texts = computed(() => (language.value === 'id' ? indonesian : english));
/** What is said of modules and their URLs. */
export const moduleTexts = computed(() =>
  language.value === 'id' ? moduleIndonesian : moduleEnglish,
);

effect(() => {
  const { documentElement } = document;
  documentElement.lang = language.value;
  documentElement.dataset.theme = theme.value;
});

/** Kept in the browser, so that it is there after a reload; nothing secret goes in. */
function stored<Value extends string>(name: string, fallback: Value) {
  const key = `mileapp-sandbox.${name}`;
  const value = signal((localStorage.getItem(key) ?? fallback) as Value);
  effect(() => localStorage.setItem(key, value.value));
  return value;
}

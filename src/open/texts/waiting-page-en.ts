import type { WaitingTexts } from '../waiting-page.ts';

/** By itself, so that `openModule` has a default without the rest of the texts. */
export const ENGLISH_WAITING_PAGE: WaitingTexts = {
  lang: 'en',
  title: 'Opening',
  waiting: 'The page opens in a moment.',
  failed: 'The page could not be opened. Close this tab and try again.',
};

import type { OutcomeTexts } from './outcome-texts.ts';

export { ENGLISH_WAITING_PAGE as waitingPage } from './waiting-page-en.ts';

/** What became of opening a module, in English. */
export const results: OutcomeTexts = {
  opened: 'The module is open.',
  blocked: 'The browser blocked the new tab. Allow pop-ups for this site and click again.',
  timeout: 'The module could not be opened in time. Check the connection and try again.',
  url: 'The address of this module is not set up correctly. Ask an administrator to correct it.',
  generator:
    'No access to the module could be obtained. Try again; if it happens again, sign in again.',
  aborted: 'Opening the module was cancelled.',
  gone: 'The page was closed before the module could open. Click again to open it.',
  launcher: 'The device could not open the module. Try again, or ask an administrator.',
  policy:
    'This page may not show the module inside it. Ask an administrator to let it open in a new tab.',
};

import { diagnostics as urlDiagnostics } from '../check/texts/en.ts';
import { errors } from '../client/texts/en.ts';
import { diagnostics as moduleDiagnostics } from '../modules/texts/en.ts';
import { results, waitingPage } from '../open/texts/en.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import { helpFrom, type Texts } from './texts.ts';

export type { Texts } from './texts.ts';

const diagnostics = { ...urlDiagnostics, ...moduleDiagnostics };

/** English. */
export const texts: Texts = {
  lang: 'en',
  url: {
    tooltip: `Write ${PLACEHOLDER} where the service expects a token. Each click puts in a fresh one that lives five minutes.`,
    help: helpFrom(diagnostics),
  },
  diagnostics,
  results,
  errors,
  waitingPage,
};

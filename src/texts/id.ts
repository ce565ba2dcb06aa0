import { diagnostics as urlDiagnostics } from '../check/texts/id.ts';
import { errors } from '../client/texts/id.ts';
import { diagnostics as moduleDiagnostics } from '../modules/texts/id.ts';
import { results, waitingPage } from '../open/texts/id.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import { helpFrom, type Texts } from './texts.ts';

export type { Texts } from './texts.ts';

const diagnostics = { ...urlDiagnostics, ...moduleDiagnostics };

/** Indonesian. */
export const texts: Texts = {
  lang: 'id',
  url: {
    tooltip: `Tulis ${PLACEHOLDER} di tempat layanan mengharapkan token. Setiap klik mengisinya dengan token baru yang berlaku lima menit.`,
    help: helpFrom(diagnostics),
  },
  diagnostics,
  results,
  errors,
  waitingPage,
};

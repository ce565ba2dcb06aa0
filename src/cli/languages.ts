import type { DiagnosticSeverity, ModuleUrlDiagnosticCode } from '../check/diagnostics.ts';
import { diagnostics as english } from '../check/texts/en.ts';
import { diagnostics as indonesian } from '../check/texts/id.ts';

/** Words of the reports on a URL, in one language. */
export interface Words {
  readonly diagnostics: Readonly<Record<ModuleUrlDiagnosticCode, string>>;
  readonly severities: Readonly<Record<DiagnosticSeverity, string>>;
  /** In front of a URL with one thing mended, where there is more. */
  readonly fix: string;
  /** In front of the URL with everything mended. */
  readonly fixAll: string;
  readonly usable: string;
  readonly notUsable: string;
  readonly opens: (origin: string) => string;
  readonly tokenGoesTo: (places: string) => string;
  readonly components: Readonly<Record<'path' | 'query' | 'fragment', string>>;
  readonly parameter: (name: string) => string;
}

const WORDS = {
  en: {
    diagnostics: english,
    severities: { error: 'error', warning: 'warning', info: 'info' },
    fix: 'Fix',
    fixAll: 'Everything mended',
    usable: 'usable',
    notUsable: 'not usable',
    opens: (origin) => `opens ${origin}`,
    tokenGoesTo: (places) => `the token goes into ${places}`,
    components: { path: 'path', query: 'query', fragment: 'fragment' },
    parameter: (name) => `parameter "${name}"`,
  },
  id: {
    diagnostics: indonesian,
    severities: { error: 'kesalahan', warning: 'peringatan', info: 'info' },
    fix: 'Perbaikan',
    fixAll: 'Setelah semuanya diperbaiki',
    usable: 'dapat digunakan',
    notUsable: 'tidak dapat digunakan',
    opens: (origin) => `membuka ${origin}`,
    tokenGoesTo: (places) => `token ditempatkan di ${places}`,
    components: { path: 'path', query: 'query', fragment: 'fragmen' },
    parameter: (name) => `parameter "${name}"`,
  },
} as const satisfies Record<string, Words>;

/** The languages that reports on a URL are printed in. */
export type CliLanguage = keyof typeof WORDS;

/** Whether there are words in this language. */
export function isCliLanguage(text: string): text is CliLanguage {
  return Object.hasOwn(WORDS, text);
}

/** The words of a language. */
export function wordsIn(language: CliLanguage): Words {
  return WORDS[language];
}

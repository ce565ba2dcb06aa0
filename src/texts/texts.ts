import type { ModuleUrlDiagnosticCode } from '../check/diagnostics.ts';
import type { ErrorTexts } from '../client/texts/error-texts.ts';
import type { CustomModuleDiagnosticCode } from '../modules/diagnostics.ts';
import type { OutcomeTexts } from '../open/texts/outcome-texts.ts';
import type { WaitingTexts } from '../open/waiting-page.ts';

/** Everything that an application says of modules to a person, in one language. */
export interface Texts {
  /** BCP 47 tag of the language. */
  readonly lang: string;
  /** For the URL field. */
  readonly url: {
    /** One sentence beside the label. */
    readonly tooltip: string;
    /** What to know before typing, one sentence each: those of the diagnostics met most often. */
    readonly help: readonly string[];
  };
  /** What each diagnostic of a module or its URL means and what to do, by its `code`. */
  readonly diagnostics: Readonly<
    Record<ModuleUrlDiagnosticCode | CustomModuleDiagnosticCode, string>
  >;
  /** What became of opening a module, by `result.reason ?? result.status`. */
  readonly results: OutcomeTexts;
  /** What each `ShortTokenError` and `CustomModuleError` means and what to do, by its `code`. */
  readonly errors: ErrorTexts;
  /** For `openModule`. */
  readonly waitingPage: WaitingTexts;
}

const HELP = [
  'insecure-scheme',
  'placeholder-in-host',
  'no-placeholder',
  'bearer-in-url',
] as const satisfies readonly ModuleUrlDiagnosticCode[];

/** Takes the help from the table of diagnostics, so that the two never say different things. */
export function helpFrom(diagnostics: Texts['diagnostics']): readonly string[] {
  return HELP.map((code) => diagnostics[code]);
}

import type { ModuleUrlDiagnosticCode } from '../../url/diagnostics.ts';
import type { CustomModuleIssueCode } from '../issue.ts';

/** What a tab shows while its token is on the way; see `openModule`. */
export interface WaitingTexts {
  /** BCP 47 tag of the language, for example `en`. */
  readonly lang: string;
  readonly title: string;
  readonly waiting: string;
  /** Seen where the browser does not let the tab be closed. */
  readonly failed: string;
}

/** Everything that a settings page says about modules, in one language. */
export interface ModuleTexts {
  /** BCP 47 tag of the language. */
  readonly lang: string;
  /** For the URL field. */
  readonly url: {
    /** One sentence beside the label. */
    readonly tooltip: string;
    /** What to know before typing, one sentence each: those of the diagnostics met most often. */
    readonly help: readonly string[];
  };
  /** What each diagnostic of a URL means and what to do. */
  readonly diagnostics: Readonly<Record<ModuleUrlDiagnosticCode, string>>;
  /** What each issue of the other fields means and what to do. */
  readonly issues: Readonly<Record<CustomModuleIssueCode, string>>;
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
export function helpOf(diagnostics: ModuleTexts['diagnostics']): readonly string[] {
  return HELP.map((code) => diagnostics[code]);
}

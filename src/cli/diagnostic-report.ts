import { domainToASCII } from 'node:url';
import { checkModuleUrl, type ModuleUrlCheck } from '../check/check-module-url.ts';
import type { DiagnosticSeverity } from '../check/diagnostics.ts';
import { BEARER } from '../url/characters.ts';
import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import { type CliIo, printable } from './io.ts';
import { type CliLanguage, wordsIn } from './languages.ts';
import { paint } from './paint.ts';
import { underline } from './underline.ts';

/** How a report is printed. */
export interface ReportOptions {
  /** Shows a bearer that was pasted into the URL. */
  readonly reveal: boolean;
  readonly language: CliLanguage;
}

const COLOURS = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<
  DiagnosticSeverity,
  string
>;

/** Checks a URL as the library does, with the hosts of all scripts, which Node knows. */
export function checkForReport(source: string, options: ModuleUrlOptions): ModuleUrlCheck {
  return checkModuleUrl(source, { ...options, domainToAscii: domainToASCII });
}

/**
 * What is printed of a URL: each finding under its place, with the URL that has just this mended
 * where others are left; at the end the URL with everything mended.
 */
export function diagnosticReport(
  source: string,
  { diagnostics, fix: fixOfAll }: ModuleUrlCheck,
  io: CliIo,
  { reveal, language }: ReportOptions,
): string {
  const words = wordsIn(language);
  const shown = (text: string) => (reveal ? text : maskBearers(text));
  const isPartial = (fix: string | undefined): fix is string =>
    fix !== undefined && fix !== fixOfAll;
  const allWord = diagnostics.some(({ fix }) => isPartial(fix)) ? words.fixAll : words.fix;
  const findings = [...diagnostics]
    .sort((a, b) => a.start - b.start)
    .map(({ severity, code, start, end, fix }) => {
      const colour = COLOURS[severity];
      const title = paint(io, colour, words.severities[severity]);
      const lines = [
        underline(shown(source), start, end, (carets) => paint(io, colour, carets)),
        `${title} ${words.diagnostics[code]} ${paint(io, 'dim', `[${code}]`)}`,
      ];
      if (isPartial(fix)) lines.push(`  ${words.fix}: ${printable(shown(fix))}`);
      return `${lines.join('\n')}\n`;
    });
  const help = fixOfAll === undefined ? '' : `${allWord}: ${printable(shown(fixOfAll))}\n`;
  return findings.join('\n') + (help && `\n${help}`);
}

/** The same for a script: sentences in place of messages, bearers masked. */
export function diagnosticJson(
  { diagnostics, fix: fixOfAll }: ModuleUrlCheck,
  { reveal, language }: ReportOptions,
): Pick<ModuleUrlCheck, 'diagnostics' | 'fix'> {
  const sentences = wordsIn(language).diagnostics;
  const shown = (text: string | undefined) =>
    text === undefined ? {} : { fix: reveal ? text : maskBearers(text) };
  return {
    diagnostics: diagnostics.map(({ fix, ...rest }) => ({
      ...rest,
      message: sentences[rest.code],
      ...shown(fix),
    })),
    ...shown(fixOfAll),
  };
}

/** Stars in the place of every bearer, as many as there were characters, so that carets still fit. */
export function maskBearers(text: string): string {
  return text.replace(BEARER, (bearer) => '*'.repeat(bearer.length));
}

import { domainToASCII } from 'node:url';
import {
  checkModuleUrl,
  type ModuleUrlCheck,
  type ModuleUrlOptions,
} from '../url/check-module-url.ts';
import type { DiagnosticSeverity } from '../url/diagnostics.ts';
import { BEARER } from '../url/report-target.ts';
import { type CliIo, printable } from './io.ts';
import { paint } from './paint.ts';

const WINDOW = 76;
const COLOURS = { error: 'red', warning: 'yellow', info: 'blue' } as const satisfies Record<
  DiagnosticSeverity,
  string
>;

/** Checks a URL as the library does, with the hosts of all scripts, which Node knows. */
export function checkForReport(source: string, options: ModuleUrlOptions): ModuleUrlCheck {
  return checkModuleUrl(source, { ...options, domainToAscii: domainToASCII });
}

/** What `check` and `render` print of a URL: each finding under its place, then the fix. */
export function diagnosticReport(
  source: string,
  { diagnostics, fix }: ModuleUrlCheck,
  io: CliIo,
  reveal: boolean,
): string {
  const shown = reveal ? source : maskBearers(source);
  const inOrder = [...diagnostics].sort((a, b) => a.start - b.start);
  const findings = inOrder.map(({ severity, code, message, start, end }) =>
    [
      underline(shown, start, end, severity, io),
      `${paint(io, COLOURS[severity], severity)} ${message} ${paint(io, 'dim', `[${code}]`)}`,
      '',
    ].join('\n'),
  );
  const help = fix === undefined ? '' : `Fix: ${printable(reveal ? fix : maskBearers(fix))}\n`;
  return findings.join('\n') + (help && `\n${help}`);
}

/** Stars in the place of every bearer, as many as there were characters, so that carets still fit. */
export function maskBearers(text: string): string {
  return text.replace(BEARER, (bearer) => '*'.repeat(bearer.length));
}

function underline(
  source: string,
  start: number,
  end: number,
  severity: DiagnosticSeverity,
  io: CliIo,
): string {
  // Of a long URL only what is around the place is shown.
  const from = end <= WINDOW ? 0 : Math.max(0, Math.min(start, end - WINDOW + 20) - 16);
  const to = Math.min(source.length, from + WINDOW);
  const before = `${from > 0 ? '…' : ''}${printable(source.slice(from, start))}`;
  const marked = printable(source.slice(start, Math.min(end, to)));
  const after = `${printable(source.slice(Math.min(end, to), to))}${to < source.length ? '…' : ''}`;
  const carets = '^'.repeat(Math.max(1, columns(marked)));
  return `  ${before}${marked}${after}\n  ${' '.repeat(columns(before))}${paint(io, COLOURS[severity], carets)}`;
}

/** Terminal columns: two for East Asian wide characters and emoji, none for combining marks. */
function columns(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}/u.test(character)) continue;
    width +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}

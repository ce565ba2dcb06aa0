import { COLUMNS, RUNTIMES, reasonAgainst } from './matrix.ts';
import { missingPart } from './missing.ts';
import type { Run } from './run.ts';

/** What ran, by the name of the runtime. */
export type Results = Map<string, Run>;

/** The matrix as Markdown, with a note on each thing that was left out. */
export function tableOf(results: Results): string {
  const notes: string[] = [];
  const noteOf = (text: string): string => {
    if (!notes.includes(text)) notes.push(text);
    return `<sup>${notes.indexOf(text) + 1}</sup>`;
  };
  const header = ['runtime', 'version', ...COLUMNS.map(({ title }) => title)];
  const rows = RUNTIMES.map((runtime) => {
    const run = results.get(runtime.name);
    const cells = COLUMNS.map(({ suite }) => {
      const reason = reasonAgainst(runtime, suite);
      return reason ? `–${noteOf(reason)}` : cellOf(run, suite, noteOf);
    });
    return [
      runtime.name,
      run?.version ?? `not run: ${missingPart(runtime.host) ?? 'it failed'}`,
      ...cells,
    ];
  });
  const lines = [header, [':--', ':--', ...COLUMNS.map(() => ':-:')], ...rows];
  const table = lines.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
  const legend = notes.map((note, n) => `<sup>${n + 1}</sup> ${note}`).join('; ');
  return `${table}\n${legend}\n`;
}

function cellOf(run: Run | undefined, name: string, noteOf: (text: string) => string): string {
  const outcomes = run?.outcomes.filter(({ suite }) => suite === name) ?? [];
  if (outcomes.length === 0) return '';
  if (outcomes.some(({ failure }) => failure)) return '✗';
  const reasons = new Set(outcomes.flatMap(({ skipped }) => skipped ?? []));
  return `✓${[...reasons].map(noteOf).join(' ')}`;
}

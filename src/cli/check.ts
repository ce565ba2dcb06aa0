import { checkForReport, diagnosticReport, maskBearers } from './diagnostic-report.ts';
import { type CliIo, EXIT } from './io.ts';
import { paint } from './paint.ts';
import { readUrlFlags } from './url-flags.ts';

const USAGE = `Usage: custom-module check <url> [--allow-http-loopback] [--json] [--reveal]

Says whether a Custom Module URL may be saved, and what is wrong with it.

  --allow-http-loopback  accept http on localhost, for development
  --json                 one line of JSON
  --reveal               show a bearer that was pasted into the URL

Exit code: 0 usable, 1 not usable, 2 wrong usage.
`;

const FLAGS = {
  'allow-http-loopback': { type: 'boolean' },
  json: { type: 'boolean' },
  reveal: { type: 'boolean' },
} as const;

/** `custom-module check`: a module URL comes in, everything worth knowing about it goes out. */
export async function check(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readUrlFlags(args, io, USAGE, FLAGS, 1);
  if (typeof flags === 'number') return flags;
  const { url: source = '', json, reveal, allowHttpLoopback } = flags;
  const urlCheck = checkForReport(source, { allowHttpLoopback });
  const { ok, moduleUrl, diagnostics } = urlCheck;
  const shown = reveal ? (text: string) => text : maskBearers;
  if (json) {
    const report = diagnostics.map(({ fix, ...rest }) =>
      fix === undefined ? rest : { ...rest, fix: shown(fix) },
    );
    const found = moduleUrl && { origin: moduleUrl.origin, placeholders: moduleUrl.placeholders };
    io.stdout(`${JSON.stringify({ ok, ...found, diagnostics: report })}\n`);
    return ok ? EXIT.ok : EXIT.no;
  }
  if (diagnostics.length > 0) io.stdout(`${diagnosticReport(source, urlCheck, io, reveal)}\n`);
  if (moduleUrl) {
    const places = moduleUrl.placeholders.map(
      ({ component, parameter }) =>
        component + (parameter === undefined ? '' : ` parameter "${parameter}"`),
    );
    const where = places.length > 0 ? `, the token goes into ${places.join(', ')}` : '';
    io.stdout(`${paint(io, 'green', 'usable')}: opens ${moduleUrl.origin}${where}\n`);
  } else io.stdout(`${paint(io, 'red', 'not usable')}\n`);
  return ok ? EXIT.ok : EXIT.no;
}

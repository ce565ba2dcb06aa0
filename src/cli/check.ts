import type { ModuleUrl } from '../url/module-url.ts';
import { checkForReport, diagnosticJson, diagnosticReport } from './diagnostic-report.ts';
import { EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { type Words, wordsIn } from './languages.ts';
import { paint } from './paint.ts';
import { readUrlFlags } from './url-flags.ts';

const USAGE = `Usage: custom-module check <url> [--allow-http-loopback] [--lang en|id] [--json] [--reveal]

Says whether a Custom Module URL may be saved, what is wrong with it, and what to write instead.

  --allow-http-loopback  accept http on localhost, for development
  --lang en|id           the language of the report; default en
  --json                 one line of JSON
  --reveal               show a bearer that was pasted into the URL

Exit code: 0 usable, 1 not usable, 2 wrong usage.
`;

const FLAGS = {
  'allow-http-loopback': { type: 'boolean' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  reveal: { type: 'boolean' },
} as const;

/** `custom-module check`: a module URL comes in, everything worth knowing about it goes out. */
export async function check(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readUrlFlags(args, io, USAGE, FLAGS, 1);
  if (typeof flags === 'number') return flags;
  const { url: source = '', json, allowHttpLoopback } = flags;
  const urlCheck = checkForReport(source, { allowHttpLoopback });
  const { ok, moduleUrl, diagnostics } = urlCheck;
  const code = ok ? EXIT.ok : EXIT.no;
  if (json) {
    const found = moduleUrl && { origin: moduleUrl.origin, placeholders: moduleUrl.placeholders };
    io.stdout(`${JSON.stringify({ ok, ...found, ...diagnosticJson(urlCheck, flags) })}\n`);
    return code;
  }
  const words = wordsIn(flags.language);
  if (diagnostics.length > 0) io.stdout(`${diagnosticReport(source, urlCheck, io, flags)}\n`);
  io.stdout(
    moduleUrl
      ? `${paint(io, 'green', words.usable)}: ${summary(moduleUrl, words)}\n`
      : `${paint(io, 'red', words.notUsable)}\n`,
  );
  return code;
}

/** Where it leads, and where the token goes. */
function summary({ origin, placeholders }: ModuleUrl, words: Words): string {
  if (placeholders.length === 0) return words.opens(origin);
  const places = placeholders.map(({ component, parameter }) =>
    parameter === undefined
      ? words.components[component]
      : `${words.components[component]} ${words.parameter(parameter)}`,
  );
  return `${words.opens(origin)}, ${words.tokenGoesTo(places.join(', '))}`;
}

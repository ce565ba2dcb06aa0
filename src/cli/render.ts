import { PLACEHOLDER } from '../token/placeholder.ts';
import { isModuleUrlError } from '../url/module-url-error.ts';
import { checkForReport, diagnosticJson, diagnosticReport } from './diagnostic-report.ts';
import { EXIT } from './exit-codes.ts';
import { type CliIo, mask } from './io.ts';
import { readSecret } from './read-secret.ts';
import { readUrlFlags } from './url-flags.ts';

const USAGE = `Usage: custom-module render <url> [--token <token>] [--allow-http-loopback] [--lang en|id] [--json] [--reveal]

Puts a short token into a Custom Module URL. Without --token the token comes from standard input,
which keeps it out of the shell's history and the process list.

  --token <token>        the token
  --allow-http-loopback  accept http on localhost, for development
  --lang en|id           the language of what is said about the URL; default en
  --json                 one line of JSON
  --reveal               the real URL instead of one with a masked token

Exit code: 0 rendered, 1 the URL or the token is not usable, 2 wrong usage.
`;

const FLAGS = {
  token: { type: 'string' },
  'allow-http-loopback': { type: 'boolean' },
  lang: { type: 'string' },
  json: { type: 'boolean' },
  reveal: { type: 'boolean' },
} as const;

/** `custom-module render`: a module URL and a token come in, the URL to open goes out. */
export async function render(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readUrlFlags(args, io, USAGE, FLAGS, 1);
  if (typeof flags === 'number') return flags;
  const { url: source = '', json, reveal, allowHttpLoopback } = flags;
  const print = (result: object) => io.stdout(`${JSON.stringify(result)}\n`);
  const urlCheck = checkForReport(source, { allowHttpLoopback });
  const { moduleUrl } = urlCheck;
  if (!moduleUrl) {
    if (json) print({ ok: false, ...diagnosticJson(urlCheck, flags) });
    else io.stderr(`${diagnosticReport(source, urlCheck, io, flags)}\n`);
    return EXIT.no;
  }
  let token: string | number = '';
  if (moduleUrl.placeholders.length > 0) {
    const refuse = (message: string) => {
      if (json) print({ error: { code: 'usage', message } });
      io.stderr(`${message}\n`);
      return EXIT.usage;
    };
    const hint = 'Pipe it in, or use --token.';
    token = flags.token ?? (await readSecret(io, 'short token', hint, refuse));
    if (typeof token === 'number') return token;
  }
  try {
    const rendered = moduleUrl.render(token);
    const href = reveal ? rendered.href : maskedHref(moduleUrl.preview(), token);
    const { origin } = moduleUrl;
    if (json) print({ ok: true, href, origin, masked: !reveal });
    else io.stdout(`${href}\n`);
    return EXIT.ok;
  } catch (error) {
    if (!isModuleUrlError(error)) throw error;
    const { code, message } = error;
    if (json) print({ error: { code, message } });
    else io.stderr(`${message} [${code}]\n`);
    return EXIT.no;
  }
}

/** The template with enough of the token in it to tell one rendering from another. */
export function maskedHref(preview: string, token: string): string {
  return preview.replaceAll(PLACEHOLDER, () => mask(token).replace(/ .*/, ''));
}

import { PLACEHOLDER } from '../token/placeholder.ts';
import { isModuleUrlError } from '../url/module-url-error.ts';
import { checkForReport, diagnosticReport } from './diagnostic-report.ts';
import { type CliIo, EXIT, mask } from './io.ts';
import { readSecret } from './read-secret.ts';
import { readUrlFlags } from './url-flags.ts';

const USAGE = `Usage: custom-module render <url> [--token <token>] [--allow-http-loopback] [--json] [--reveal]

Puts a short token into a Custom Module URL. Without --token the token comes from standard input,
which keeps it out of the shell's history and the process list.

  --token <token>        the token
  --allow-http-loopback  accept http on localhost, for development
  --json                 one line of JSON
  --reveal               the real URL instead of one with a masked token

Exit code: 0 rendered, 1 the URL or the token is not usable, 2 wrong usage.
`;

const FLAGS = {
  token: { type: 'string' },
  'allow-http-loopback': { type: 'boolean' },
  json: { type: 'boolean' },
  reveal: { type: 'boolean' },
} as const;

/** `custom-module render`: a module URL and a token come in, the URL to open goes out. */
export async function render(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readUrlFlags(args, io, USAGE, FLAGS, 1);
  if (typeof flags === 'number') return flags;
  const { url: source = '', json, reveal, allowHttpLoopback } = flags;
  const urlCheck = checkForReport(source, { allowHttpLoopback });
  const { moduleUrl } = urlCheck;
  if (!moduleUrl) {
    io.stderr(`${diagnosticReport(source, urlCheck, io, reveal)}\n`);
    return EXIT.no;
  }
  let token: string | number = '';
  if (moduleUrl.placeholders.length > 0) {
    token = flags.token ?? (await readSecret(io, 'short token', 'Pipe it in, or use --token.'));
    if (typeof token === 'number') return token;
  }
  try {
    const rendered = moduleUrl.render(token);
    const href = reveal ? rendered.href : maskedHref(moduleUrl.preview(), token);
    const { origin } = moduleUrl;
    io.stdout(json ? `${JSON.stringify({ href, origin, masked: !reveal })}\n` : `${href}\n`);
    return EXIT.ok;
  } catch (error) {
    if (!isModuleUrlError(error)) throw error;
    io.stderr(`${error.message} [${error.code}]\n`);
    return EXIT.no;
  }
}

/** The template with enough of the token in it to tell one rendering from another. */
export function maskedHref(preview: string, token: string): string {
  return preview.replaceAll(PLACEHOLDER, () => mask(token).replace(/ .*/, ''));
}

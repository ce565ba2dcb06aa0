import { PLACEHOLDER } from '../token/placeholder.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { renderModuleUrl } from '../url/render-module-url.ts';
import { demoBrowser } from './demo-browser.ts';
import { demoWorld } from './demo-world.ts';
import { checkForReport, diagnosticReport } from './diagnostic-report.ts';
import { EXIT } from './exit-codes.ts';
import { type CliIo, mask } from './io.ts';
import { paint } from './paint.ts';
import { maskedHref } from './render.ts';
import { readUrlFlags } from './url-flags.ts';

const USAGE = `Usage: custom-module demo [<url>] [--reveal]

The whole short-token flow on this machine, with this package's own issuer, client and receiver and
no network: a Custom Module URL is configured, opened and received; then visits that must be refused
are refused.

  --reveal  show the tokens and the bearer

Exit code: 0 everything as it should be, 1 not so or the URL is not usable, 2 wrong usage.
`;

const FLAGS = { reveal: { type: 'boolean' } } as const;
const DEFAULT_URL = 'https://my-service.example/webhook?token={SHORT_TOKEN}';

/** `custom-module demo`: everything this package is for, once, where one can watch. */
export async function demo(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readUrlFlags(args, io, USAGE, FLAGS, 0);
  if (typeof flags === 'number') return flags;
  const { url: source = DEFAULT_URL, reveal, language } = flags;
  const urlCheck = checkForReport(source, { allowHttpLoopback: true });
  const { moduleUrl } = urlCheck;
  if (!moduleUrl) {
    io.stderr(`${diagnosticReport(source, urlCheck, io, { reveal, language })}\n`);
    return EXIT.no;
  }
  if (moduleUrl.placeholders.length === 0) {
    io.stderr(`There is no ${PLACEHOLDER} in that URL, so there is no token to show.\n`);
    return EXIT.no;
  }
  try {
    return await play(moduleUrl, io, reveal);
  } catch (error) {
    // The receiver says where it cannot look for a token, and quotes nothing.
    if (!(error instanceof RangeError)) throw error;
    io.stderr(`The receiver takes no token from there. ${error.message}\n`);
    return EXIT.no;
  }
}

async function play(moduleUrl: ModuleUrl, io: CliIo, reveal: boolean): Promise<number> {
  const { client, service, later, goDown, unknownToken, bearer } = demoWorld(moduleUrl);
  const browser = demoBrowser(moduleUrl, service.answer);
  const show = (secret: string) => (reveal ? secret : mask(secret));
  const say = (title: string, ...lines: string[]) =>
    io.stdout(`${paint(io, 'bold', title)}\n${lines.map((line) => `   ${line}\n`).join('')}\n`);

  say('1. An admin configures a Custom Module', moduleUrl.preview());

  const generated = await client.generate();
  const { href } = await renderModuleUrl(moduleUrl, () => generated);
  say(
    '2. A user clicks it: the host generates a short token for the bearer and renders the URL',
    `bearer       ${show(bearer)}`,
    `short token  ${show(generated.shortToken)}, until ${generated.expiresAt.toISOString()}`,
    `opens        ${reveal ? href : maskedHref(moduleUrl.preview(), generated.shortToken)}`,
  );

  const first = await browser.visit(href);
  const second = await browser.reload();
  const identity = service.lastIdentity();
  if (identity === undefined) return EXIT.no;
  say(
    '3. The service resolves the token once, starts a session, and leads to a URL without the token',
    `first visit   ${first.status}, on to ${first.headers.get('location')}`,
    `next request  ${second.status}, by the session's cookie`,
    `user          ${identity.userId}`,
    `organization  ${identity.organizationId}`,
    `bearer        ${show(identity.bearerToken)}, for calls back to MileApp`,
  );

  const again = await browser.fresh().visit(href);
  const aged = (await renderModuleUrl(moduleUrl, () => client.generate())).href;
  later(5 * 60_000);
  const late = await browser.fresh().visit(aged);
  const unknown = await browser.fresh().visit(moduleUrl.render(unknownToken()).href);
  const fresh = (await renderModuleUrl(moduleUrl, () => client.generate())).href;
  goDown();
  const down = await browser.fresh().visit(fresh);
  say(
    '4. What must be refused is refused, and an outage is no refusal',
    `the same link in another browser  ${again.status}`,
    `another link, five minutes old    ${late.status}`,
    `a token that nobody generated     ${unknown.status}`,
    `a good link while MileApp is down ${down.status}, Retry-After: ${down.headers.get('retry-after')}`,
  );

  const statuses = [first, second, again, late, unknown, down].map(({ status }) => status);
  const right = identity.bearerToken === bearer && `${statuses}` === '303,200,401,401,401,503';
  io.stdout(
    right ? `${paint(io, 'green', 'That is all.')}\n` : 'Something is not as it should be.\n',
  );
  return right ? EXIT.ok : EXIT.no;
}

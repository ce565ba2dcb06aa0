import { createIssuer } from '../issuer/create-issuer.ts';
import type { Issuer } from '../issuer/issuer.ts';
import { createMemoryStore } from '../store/memory.ts';
import { createTokenFactory } from '../token/generate-token.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { renderModuleUrl } from '../url/render-module-url.ts';
import { checkForReport, diagnosticReport } from './diagnostic-report.ts';
import { type CliIo, EXIT, mask } from './io.ts';
import { paint } from './paint.ts';
import { maskedHref } from './render.ts';
import { readUrlFlags } from './url-flags.ts';

const USAGE = `Usage: custom-module demo [<url>] [--reveal]

The whole short-token flow on this machine, with an issuer in memory and no network: a Custom Module
URL is configured, opened, received and resolved; then tokens that must be refused are refused.

  --reveal  show the tokens and the bearer

Exit code: 0 everything as it should be, 1 not so or the URL is not usable, 2 wrong usage.
`;

const FLAGS = { reveal: { type: 'boolean' } } as const;

const DEFAULT_URL = 'https://my-service.example/webhook?token={SHORT_TOKEN}';

// A user of nobody's; the ids have the form of MileApp's.
const USER = { userId: '64f0c0ffee0000000000a001', organizationId: '64f0c0ffee0000000000b002' };

/** `custom-module demo`: everything this package is for, once, where one can watch. */
export async function demo(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readUrlFlags(args, io, USAGE, FLAGS, 0);
  if (typeof flags === 'number') return flags;
  const { url: source = DEFAULT_URL, reveal } = flags;
  const urlCheck = checkForReport(source, { allowHttpLoopback: true });
  const { moduleUrl } = urlCheck;
  if (!moduleUrl) {
    io.stderr(`${diagnosticReport(source, urlCheck, io, reveal)}\n`);
    return EXIT.no;
  }
  if (moduleUrl.placeholders.length === 0) {
    io.stderr(`There is no ${PLACEHOLDER} in that URL, so there is no token to show.\n`);
    return EXIT.no;
  }
  return play(moduleUrl, io, reveal);
}

async function play(moduleUrl: ModuleUrl, io: CliIo, reveal: boolean): Promise<number> {
  const mint = createTokenFactory();
  const bearer = `demo-bearer-${mint()}`;
  // Seconds pass only when the demo says so.
  let now = Date.now();
  const clock = () => now;
  const issuer = createIssuer({
    store: createMemoryStore({ clock }),
    authenticate: (candidate) => (candidate === bearer ? USER : null),
    clock,
  });
  const show = (secret: string) => (reveal ? secret : mask(secret));
  const say = (title: string, ...lines: string[]) =>
    io.stdout(`${paint(io, 'bold', title)}\n${lines.map((line) => `   ${line}\n`).join('')}\n`);

  say('1. An admin configures a Custom Module', moduleUrl.preview());

  let expiresAt = new Date(0);
  const rendered = await renderModuleUrl(moduleUrl, async ({ signal }) => {
    const generated = await issuer.generate({ bearer, signal });
    expiresAt = generated.expiresAt;
    return generated;
  });
  const received = receive(moduleUrl, rendered.href);
  say(
    '2. A user clicks it: the host generates a short token for the bearer and renders the URL',
    `bearer       ${show(bearer)}`,
    `short token  ${show(received)}, until ${expiresAt.toISOString()}`,
    `opens        ${reveal ? rendered.href : maskedHref(moduleUrl.preview(), received)}`,
  );

  const identity = await issuer.resolve(received);
  if (!identity.ok) return EXIT.no;
  say(
    '3. The external service takes the token from the URL and resolves it',
    `user          ${identity.userId}`,
    `organization  ${identity.organizationId}`,
    `bearer        ${show(identity.bearerToken)}`,
  );

  const again = await refusal(issuer, received);
  const { shortToken } = await issuer.generate({ bearer });
  now += 5 * 60_000;
  const late = await refusal(issuer, shortToken);
  const unknown = await refusal(issuer, mint());
  say(
    '4. What must be refused is refused, and nobody learns why',
    `the same token once more          ${again}`,
    `another token, five minutes old   ${late}`,
    `a token that nobody generated     ${unknown}`,
  );
  const right =
    identity.bearerToken === bearer && [again, late, unknown].every((code) => code !== RESOLVED);
  io.stdout(
    right
      ? `${paint(io, 'green', 'That is all.')}\n`
      : 'Something was resolved that must not be.\n',
  );
  return right ? EXIT.ok : EXIT.no;
}

const RESOLVED = 'resolved';

async function refusal(issuer: Issuer, shortToken: string): Promise<string> {
  const result = await issuer.resolve(shortToken);
  return result.ok ? RESOLVED : `refused: ${result.code}`;
}

/** Takes the token out of the opened URL as a service does: by part and parameter, never by search. */
function receive({ placeholders, source }: ModuleUrl, href: string): string {
  const { component, parameter = '', start } = placeholders[0] as ModuleUrl['placeholders'][number];
  const url = new URL(href);
  if (component === 'query') {
    return tokenIn(new URL(source).searchParams.get(parameter), url.searchParams.get(parameter));
  }
  if (component === 'fragment') return tokenIn(new URL(source).hash, url.hash);
  // The segment with as many slashes before it.
  const depth = source.slice(0, start).split('/').length - 3;
  const segment = (path: string) => decodeURIComponent(path.split('/')[depth] as string);
  return tokenIn(segment(new URL(source).pathname), segment(url.pathname));
}

// What this issuer mints consists of letters and digits, which no layer of encoding touches.
function tokenIn(template: string | null, text: string | null): string {
  const at = (template ?? '').search(/[{<]SHORT_TOKEN[}>]|%(?:7b|3c)SHORT_TOKEN/i);
  return /^[A-Za-z0-9]*/.exec((text ?? '').slice(Math.max(at, 0)))?.[0] ?? '';
}

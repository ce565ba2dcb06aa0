import { isSandboxError, type SandboxError } from '../sandbox/sandbox-error.ts';
import { startSandbox } from '../sandbox/start-sandbox.ts';
import { readSeedFile } from '../sandbox/world/read-seed.ts';
import { EXIT } from './exit-codes.ts';
import type { CliIo } from './io.ts';
import { openInBrowser } from './open-in-browser.ts';
import { paint } from './paint.ts';
import { readFlags } from './read-flags.ts';
import { leaveCertificate } from './sandbox-certificate.ts';

const DEFAULT_PORT = 4700;

const USAGE = `Usage: custom-module sandbox [flags]

A local MileApp to develop against: API, pages, journey, and a demo service that receives users.

  --port <n>        of pages and API, default ${DEFAULT_PORT}; the demo service is on the next one
  --receiver <url>  the Custom Module URL of your own service, in place of the demo service
  --seed <file>     users, roles, modules and tasks as JSON
  --reuse <policy>  what a second resolve of a token gets: reject (default) or allow
  --ttl <seconds>   how long a token lives, 1 to 86400, default 300
  --redis <url>     keep tokens there; sandboxes on one server share them
  --https           with a certificate made on the spot, which the other commands trust
  --host <address>  listen beyond this machine; default 127.0.0.1
  --open            open the pages in the browser

Exit code: 0 stopped, 2 wrong usage or seed, 3 could not start.
`;

const FLAGS = {
  port: { type: 'string' },
  receiver: { type: 'string' },
  seed: { type: 'string' },
  reuse: { type: 'string' },
  ttl: { type: 'string' },
  redis: { type: 'string' },
  https: { type: 'boolean' },
  host: { type: 'string' },
  open: { type: 'boolean' },
} as const;

/** `custom-module sandbox`: runs until it is interrupted. */
export async function sandbox(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readFlags(args, io, USAGE, FLAGS);
  if (typeof flags === 'number') return flags;
  const { values, positionals, refuse } = flags;
  if (positionals.length > 0) return refuse('The sandbox takes flags only.');
  const port = values.port === undefined ? DEFAULT_PORT : Number(values.port);
  const text = (name: keyof typeof FLAGS) => values[name] as string | undefined;
  try {
    const seed = text('seed');
    const started = await startSandbox({
      port,
      receiverPort: port === 0 ? 0 : port + 1,
      receiver: text('receiver'),
      seed: seed === undefined ? undefined : await readSeedFile(seed),
      reuse: text('reuse') as 'allow' | 'reject' | undefined,
      ttlSeconds: values.ttl === undefined ? undefined : Number(values.ttl),
      redis: text('redis'),
      https: values.https === true,
      host: text('host'),
    });
    const { origin, baseUrl, receiverOrigin, certificate } = started;
    const left = certificate && (await leaveCertificate(origin, certificate));
    if (text('host') !== undefined) {
      io.stderr('Others on the network can open this sandbox and act as each of its users.\n');
    }
    if (certificate && !left) {
      io.stderr(
        'The home folder cannot be written, so other commands will not trust this sandbox.\n',
      );
    }
    io.stdout(
      [
        `${paint(io, 'bold', 'MileApp sandbox')}  ${paint(io, 'green', origin)}`,
        `API              ${baseUrl}`,
        `${values.receiver === undefined ? 'Demo service   ' : 'Your service   '}  ${receiverOrigin}`,
        ...(left ? [`Certificate      ${left.file}`] : []),
        `${paint(io, 'dim', 'Ctrl-C stops it; nothing is kept.')}`,
        '',
      ].join('\n'),
    );
    if (values.open === true) openInBrowser(origin);
    await interrupted();
    // While the port is still taken, so that it is not the next one's that goes.
    if (left) await left.remove();
    await started.stop();
    return EXIT.ok;
  } catch (error) {
    if (!isSandboxError(error)) throw error;
    return report(error, io);
  }
}

function report({ code, message }: SandboxError, io: CliIo): number {
  const hint =
    code === 'port_in_use' ? message.replace(/; (\d+) is free\./, '; take --port $1.') : message;
  io.stderr(`${hint}\n`);
  return code === 'option_invalid' || code === 'seed_invalid' ? EXIT.usage : EXIT.unknown;
}

function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => done());
  });
}

import type { Invocation } from '../sandbox/journey/types.ts';
import { askSandbox } from './ask-sandbox.ts';
import { EXIT } from './exit-codes.ts';
import { type CliIo, printable } from './io.ts';
import { journeyReport } from './journey-report.ts';
import { paint } from './paint.ts';
import { readFlags } from './read-flags.ts';

const DEFAULT_SANDBOX = 'http://localhost:4700';
/** A sandbox listens for one of the two, and takes nothing of the other for a request. */
const DEFAULT_SANDBOXES = [DEFAULT_SANDBOX, 'https://localhost:4700'];

const USAGE = `Usage: custom-module trigger <module> [--user <name>] [--sandbox <url>] [--json]

Performs a whole invocation in a running sandbox, as a click in its pages does, and prints the journey.

  <module>         its name, or any Custom Module URL with {SHORT_TOKEN}, in quotes
  --user <name>    who clicks; default: the first user who may see the module
  --sandbox <url>  where the sandbox is; default ${DEFAULT_SANDBOX}, then the same with https
  --json           one line of JSON

Exit code: 0 the service let the user in, 1 it did not, 2 wrong usage, 3 could not find out.
`;

const FLAGS = {
  user: { type: 'string' },
  sandbox: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** What the sandbox answers. */
interface Visit {
  readonly invocation: Invocation;
  readonly status: number;
  readonly hops: readonly { readonly status: number; readonly path: string }[];
}

/** `custom-module trigger`: an invocation without a browser. */
export async function trigger(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readFlags(args, io, USAGE, FLAGS);
  if (typeof flags === 'number') return flags;
  const { values, positionals, refuse } = flags;
  const [module] = positionals;
  if (module === undefined) return refuse('Which module? Give its name, or its URL in quotes.');
  if (positionals.length > 1) return refuse('One module at a time; put it in quotes.');
  const origins = typeof values.sandbox === 'string' ? [values.sandbox] : DEFAULT_SANDBOXES;
  if (!origins.every((origin) => /^https?:\/\/[\w.:[\]-]+\/?$/.test(origin))) {
    return refuse(`--sandbox is an address such as ${DEFAULT_SANDBOX}.`);
  }
  const { answer, problem } = await askSandbox(origins, '/__sandbox/visits', {
    module,
    ...(values.user && { user: values.user }),
  });
  if (problem !== undefined) {
    io.stderr(`${problem}\n`);
    return EXIT.unknown;
  }
  const { error, code } = answer as { readonly error?: string; readonly code?: string };
  if (error !== undefined) {
    io.stderr(`${printable(error)}${code === undefined ? '' : ` [${printable(code)}]`}\n`);
    return code !== undefined && USAGE_CODES.has(code) ? EXIT.usage : EXIT.unknown;
  }
  const { invocation, status, hops } = answer as Visit;
  if (values.json === true) io.stdout(`${JSON.stringify({ invocation, status, hops })}\n`);
  else {
    io.stdout(journeyReport(invocation, io));
    const shown = hops.map((hop) => `${hop.status} ${printable(hop.path)}`).join('\n  ');
    io.stdout(`\n  ${shown}\n${paint(io, status < 400 ? 'green' : 'red', verdict(status))}\n`);
  }
  return status < 400 ? EXIT.ok : status < 500 ? EXIT.no : EXIT.unknown;
}

const USAGE_CODES: ReadonlySet<string> = new Set([
  'module_unknown',
  'user_unknown',
  'not_permitted',
  'option_invalid',
]);

function verdict(status: number): string {
  if (status < 400) return 'The service let the user in.';
  return status < 500 ? 'The service turned the user away.' : 'The service could not find out.';
}

import { checkModuleUrl } from '../check/check-module-url.ts';
import type { ReusePolicy } from '../issuer/options.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { MODULE_URL_OPTIONS } from './api/context.ts';
import { SandboxError } from './sandbox-error.ts';
import { DEFAULT_SEED } from './world/default-seed.ts';
import { readSeed } from './world/read-seed.ts';
import type { Seed } from './world/seed.ts';

/** How a sandbox starts. */
export interface SandboxOptions {
  /** Port of the pages and the API, 0 to 65,535; default 0, any free one. */
  readonly port?: number | undefined;
  /** Port of the demo service, 0 to 65,535; default 0, any free one. */
  readonly receiverPort?: number | undefined;
  /** Where to listen; default `127.0.0.1`. Anything else lets others in. */
  readonly host?: string | undefined;
  /** Users, roles, modules, tasks; default: three of each. */
  readonly seed?: Seed | undefined;
  /** What a second resolve of a token gets; default `reject`. */
  readonly reuse?: ReusePolicy | undefined;
  /** Whole seconds that a token lives, 1 to 86,400; default 300. */
  readonly ttlSeconds?: number | undefined;
  /** `redis://…`: sandboxes on one server share their tokens. Default: this process's memory. */
  readonly redis?: string | undefined;
  /** The Custom Module URL of your own service, in place of the demo service. */
  readonly receiver?: string | undefined;
  /** Whether to serve https with a certificate made on the spot; default false. */
  readonly https?: boolean | undefined;
  /** Invocations that the journey keeps, 1 to 100,000; default 2,000. */
  readonly journeyLimit?: number | undefined;
}

/** The options with every gap filled and every value checked, copied once. */
export interface CheckedSandboxOptions {
  readonly port: number;
  readonly receiverPort: number;
  readonly host: string;
  readonly seed: Seed;
  readonly reuse: ReusePolicy;
  readonly ttlSeconds: number;
  readonly redis: string | undefined;
  readonly receiver: ModuleUrl | undefined;
  readonly https: boolean;
  readonly journeyLimit: number;
}

/** @throws SandboxError `option_invalid`, `seed_invalid` */
export function checkedOptions(options: SandboxOptions): CheckedSandboxOptions {
  const { port = 0, receiverPort = 0, host = '127.0.0.1', reuse = 'reject' } = options;
  const { ttlSeconds = 300, journeyLimit = 2_000, https = false, redis } = options;
  checkNumber('port', port, 0, 65_535);
  checkNumber('receiverPort', receiverPort, 0, 65_535);
  checkNumber('ttlSeconds', ttlSeconds, 1, 86_400);
  checkNumber('journeyLimit', journeyLimit, 1, 100_000);
  if (typeof host !== 'string' || host === '') throw invalid('host must be a name or an address.');
  if (reuse !== 'reject' && reuse !== 'allow') throw invalid("reuse must be 'reject' or 'allow'.");
  if (typeof https !== 'boolean') throw invalid('https must be a boolean.');
  if (redis !== undefined && !/^rediss?:\/\/[^/]/.test(redis)) {
    throw invalid('redis must be a URL that begins with redis:// or rediss://.');
  }
  const receiver = options.receiver === undefined ? undefined : readReceiver(options.receiver);
  const seed = options.seed === undefined ? seedFor(receiver) : readSeed(options.seed);
  return {
    port,
    receiverPort,
    host,
    seed,
    reuse,
    ttlSeconds,
    redis,
    receiver,
    https,
    journeyLimit,
  };
}

function readReceiver(source: string): ModuleUrl {
  const { moduleUrl, diagnostics } = checkModuleUrl(source, MODULE_URL_OPTIONS);
  if (moduleUrl && moduleUrl.placeholders.length > 0) return moduleUrl;
  const why = diagnostics.find(({ severity }) => severity === 'error')?.message;
  throw invalid(
    `receiver must be the Custom Module URL of your service, such as http://localhost:3000/webhook?token={SHORT_TOKEN}${why ? ` (${why})` : ''}.`,
  );
}

/** With a service of one's own there is one URL, and every default module leads to it. */
function seedFor(receiver: ModuleUrl | undefined): Seed {
  if (receiver === undefined) return DEFAULT_SEED;
  const modules = DEFAULT_SEED.modules?.map((module) => ({ ...module, url: receiver.source }));
  return { ...DEFAULT_SEED, ...(modules && { modules }) };
}

function checkNumber(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalid(`${name} must be a whole number from ${least} to ${most}.`);
}

function invalid(message: string): SandboxError {
  return new SandboxError('option_invalid', message);
}

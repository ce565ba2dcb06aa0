import type { Scenario } from '../testing/scenarios.ts';
import type { Duration } from './clock.ts';
import { type Composed, compose } from './compose.ts';
import type { FaultOperation } from './faults/faults.ts';
import type { Invocation } from './journey/types.ts';
import { type CheckedSandboxOptions, checkedOptions, type SandboxOptions } from './options.ts';
import { type Answering, type Certificate, type Listening, listen } from './server/listen.ts';
import { memoryStores, redisStores } from './server/open-store.ts';
import type { ModuleVisit } from './visit/module-visit.ts';

/** A running sandbox. */
export interface Sandbox {
  /** Of the pages, `http://localhost:4700` for example. */
  readonly origin: string;
  /** Of the API, for `createShortTokenClient({ baseUrl })` in the service under test. */
  readonly baseUrl: string;
  /** Of the demo service, or of the one that `receiver` names. */
  readonly receiverOrigin: string;
  /** The certificate to trust, PEM; only with `https`. */
  readonly certificate: string | undefined;
  /**
   * Performs a whole invocation, without a browser: click, generate, render, open, redirects.
   *
   * @param module - name or id of a module, or a module URL that is configured nowhere
   * @param options.user - name or id; the first user who may see the module by default
   * @param options.signal - ends the visit
   * @returns what the receiver answered in the end, and the journey
   * @throws SandboxError `module_unknown`, `user_unknown`, `not_permitted`, `receiver_unreachable`
   * @throws ShortTokenError where the token cannot be generated
   * @throws ModuleUrlError where the module URL may not be used
   */
  readonly openModule: (
    module: string,
    options?: { readonly user?: string | undefined; readonly signal?: AbortSignal | undefined },
  ) => Promise<ModuleVisit>;
  /** Every invocation that is kept, the oldest first. */
  readonly journey: () => readonly Invocation[];
  /**
   * Steps the clock; past five minutes every token generated before is dead.
   *
   * @param by - milliseconds, or a number with a unit: `90s`, `5m`, `2h`; 0 to 366 days
   * @throws SandboxError `option_invalid`
   */
  readonly advance: (by: Duration) => void;
  /**
   * Plays a failure instead of the real answer; several wait for their turn.
   *
   * @param operation - `generate`, `resolve`, or `callback` for every other call of a service
   * @param options.times - whole number from 1; until `reset` by default
   * @throws SandboxError `option_invalid`
   */
  readonly fail: (
    operation: FaultOperation,
    scenario: Scenario,
    options?: { readonly times?: number | undefined },
  ) => void;
  /** Makes every call of the API take longer. @param ms - milliseconds, 0 to 60,000 */
  readonly slowDown: (ms: number) => void;
  /** Back to the seed: modules, tasks, permissions, journey, faults, latency, clock. */
  readonly reset: () => void;
  /** Ends the servers and every connection; safe to call twice. */
  readonly stop: () => Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

/**
 * Starts MileApp's API, the pages and a demo service on this machine.
 *
 * @param options - see {@link SandboxOptions} for units and bounds
 * @returns the running sandbox; `stop()` it, or declare it with `await using`
 * @throws SandboxError `option_invalid`, `seed_invalid`, `port_in_use`, `port_forbidden`, `redis_unreachable`
 * @example
 * await using sandbox = await startSandbox({ receiver: 'http://localhost:3000/webhook?token={SHORT_TOKEN}' });
 * const { status, body } = await sandbox.openModule('Report');
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const checked = checkedOptions(options);
  const stores = checked.redis === undefined ? memoryStores() : await redisStores(checked.redis);
  const running: Listening[] = [];
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= Promise.all([...running.map((server) => server.stop()), stores.close()]).then(
      () => {},
    );
    return stopped;
  };
  try {
    const { composed, origin, receiverOrigin, certificate } = await serve(
      checked,
      running,
      (addresses) => compose(checked, addresses, stores.open),
    );
    const { context, controls, openModule } = composed;
    return Object.freeze<Sandbox>({
      origin,
      baseUrl: `${origin}/api/v3`,
      receiverOrigin,
      certificate: certificate?.cert,
      openModule: (module, request = {}) => openModule(module, { ...request, origin: 'test' }),
      journey: controls.journey,
      advance: controls.advance,
      fail(operation, scenario, { times } = {}) {
        context.faults.plan(operation, scenario, times);
      },
      slowDown: controls.setLatency,
      reset: controls.reset,
      stop,
      [Symbol.asyncDispose]: stop,
    });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Listens first, since the parts have to know each other's ports. */
async function serve(
  { port, receiverPort, host, https, receiver }: CheckedSandboxOptions,
  running: Listening[],
  assemble: (addresses: Parameters<typeof compose>[1]) => Composed,
) {
  const certificate: Certificate | undefined = https
    ? await (await import('./server/certificate.ts')).makeCertificate(host)
    : undefined;
  const early: Answering = { fetch: () => new Response(null, { status: 503 }) };
  let pages = early;
  let demo = early;
  const open = async (app: () => Answering, at: number, secure: boolean, on = host) => {
    const fetch: Answering['fetch'] = (request, env) => app().fetch(request, env);
    const server = await listen(
      { fetch },
      { port: at, host: on, certificate: secure ? certificate : undefined },
    );
    running.push(server);
    return server.port;
  };
  const name = host === '127.0.0.1' || host === '::1' || host === '0.0.0.0' ? 'localhost' : host;
  const scheme = certificate ? 'https' : 'http';
  const pagesPort = await open(() => pages, port, true);
  const origin = `${scheme}://${name}:${pagesPort}`;
  const receiverOrigin =
    receiver?.origin ?? `${scheme}://${name}:${await open(() => demo, receiverPort, true)}`;
  // Node's fetch does not know our certificate, and this process need not speak to itself in TLS.
  const internalPort = certificate ? await open(() => pages, 0, false, '127.0.0.1') : pagesPort;
  const internalHost = certificate || host === '0.0.0.0' ? '127.0.0.1' : host;
  const composed = assemble({
    origin,
    internalBaseUrl: `http://${internalHost === '::1' ? '[::1]' : internalHost}:${internalPort}/api/v3`,
    receiverOrigin,
    // A service of one's own has a certificate of its own.
    trusted:
      receiver || !certificate
        ? undefined
        : { origin: receiverOrigin, certificate: certificate.cert },
  });
  pages = composed.pages as unknown as Answering;
  demo = composed.demo as unknown as Answering;
  return { composed, origin, receiverOrigin, certificate };
}

import { Hono } from 'hono';
import type { TrustedOrigin } from '../audit/send.ts';
import { createApi } from './api/api.ts';
import { RESERVED_NAMES, type SandboxContext } from './api/context.ts';
import { createIssuing } from './api/issuing.ts';
import { createSessions } from './api/sessions.ts';
import { createShortTokenCalls } from './api/short-tokens.ts';
import { createAudits } from './audit/audits.ts';
import { createClock } from './clock.ts';
import { type Controls, createControl } from './control/control.ts';
import type { Change } from './control/events.ts';
import { controlOpenApi } from './control/openapi.ts';
import type { SandboxState } from './control/state.ts';
import { createDemoService } from './demo/demo-service.ts';
import { createFaults } from './faults/faults.ts';
import { createJournal } from './journey/journal.ts';
import { startStep } from './journey/start-step.ts';
import type { CheckedSandboxOptions } from './options.ts';
import { assets } from './server/assets.ts';
import { onlyByName, onlySameOrigin } from './server/guard.ts';
import type { OpenStore } from './server/open-store.ts';
import { PACKAGE_VERSION } from './server/package.ts';
import { createVisitor, type OpenModule, outcomeOfAnswer } from './visit/open-module.ts';
import { createWorld } from './world/world.ts';

/** Where the parts of a sandbox are. */
export interface Addresses {
  /** Of the pages, as a person writes it. */
  readonly origin: string;
  /** Of the API, for callers in this process. */
  readonly internalBaseUrl: string;
  readonly receiverOrigin: string;
  /** The demo service, where it has a certificate of the sandbox's own making. */
  readonly trusted: TrustedOrigin | undefined;
}

/** A sandbox without its sockets. */
export interface Composed {
  readonly pages: Hono;
  readonly demo: Pick<Hono, 'fetch'>;
  readonly context: SandboxContext;
  readonly controls: Controls;
  readonly openModule: OpenModule;
}

/** Puts the parts of a sandbox together. */
export function compose(
  options: CheckedSandboxOptions,
  { origin, internalBaseUrl, receiverOrigin, trusted }: Addresses,
  openStore: (now: () => number) => OpenStore,
): Composed {
  const listeners = new Set<(change: Change) => void>();
  const tell = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  const onChange = () => tell('state');
  const clock = createClock();
  const { store, bearerKey } = openStore(clock.now);
  const world = createWorld(options.seed, { receiverOrigin, now: clock.now, onChange });
  const sessions = createSessions(bearerKey, world, clock.now);
  const journal = createJournal({ limit: options.journeyLimit, now: clock.now });
  const faults = createFaults(onChange);
  const context: SandboxContext = { world, sessions, journal, faults, clock, latency: { ms: 0 } };

  const { ttlSeconds, reuse } = options;
  const issuing = createIssuing(sessions, {
    store,
    ttlSeconds,
    reuse,
    now: clock.now,
  });
  const shortTokens = createShortTokenCalls(context, issuing);
  const { fetch } = shortTokens;
  const audits = createAudits(context, issuing, shortTokens, {
    baseUrl: internalBaseUrl,
    trusted,
    onChange,
  });
  const openModule = createVisitor({ context, baseUrl: internalBaseUrl, fetch, trusted });

  const state = (): SandboxState => ({
    version: PACKAGE_VERSION,
    baseUrl: `${origin}/api/v3`,
    receiver: { origin: receiverOrigin, isDemo: options.receiver === undefined },
    organizationId: world.organizationId,
    reservedNames: RESERVED_NAMES,
    users: world.users().map((user) => ({
      ...user,
      permissions: world.permissionsOf(user.id),
      isAdministrator: world.isAdministrator(user.id),
    })),
    roles: world.roles(),
    modules: world.modules().filter(({ isDeleted }) => isDeleted !== true),
    tasks: world.tasks(),
    faults: faults.list(),
    latencyMs: context.latency.ms,
    aheadMs: clock.ahead(),
    audit: audits.progress(),
    ttlSeconds,
    reuse,
  });

  const controls: Controls = {
    context,
    openModule,
    audit: audits.run,
    state,
    journey: journal.list,
    subscribe(listener) {
      listeners.add(listener);
      const unsubscribe = journal.subscribe(listener);
      return () => {
        listeners.delete(listener);
        unsubscribe();
      };
    },
    setLatency(ms) {
      context.latency.ms = ms;
      onChange();
    },
    advance(by) {
      clock.advance(by);
      onChange();
    },
    resetClock() {
      clock.reset();
      onChange();
    },
    clearJourney() {
      journal.clear();
      tell('cleared');
    },
    reset() {
      controls.clearJourney();
      faults.clear();
      clock.reset();
      context.latency.ms = 0;
      world.reset();
    },
    openApi: () => controlOpenApi(PACKAGE_VERSION),
  };

  const pages = new Hono();
  pages.use(onlyByName(options.host));
  pages.route('/api/v3', createApi(context, shortTokens) as unknown as Hono);
  pages.use('/__sandbox/*', onlySameOrigin());
  pages.route('/__sandbox', createControl(controls));
  pages.route('/', assets());

  const demo = createDemoService({
    baseUrl: internalBaseUrl,
    fetch,
    organizationId: world.organizationId,
    hostOrigin: origin,
    origin: receiverOrigin,
    onAnswer(shortToken, status) {
      const invocation = journal.findByDigest(issuing.digestOf(shortToken) ?? '');
      if (!invocation) return;
      const outcome = outcomeOfAnswer(status);
      journal.record(invocation.id, startStep('answer', clock.now)({ outcome, status }));
    },
  });
  return { pages, demo, context, controls, openModule };
}

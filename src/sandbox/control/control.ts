import { type Context, Hono } from 'hono';
import type { AuditReport } from '../../audit/report.ts';
import { scenarios } from '../../testing/scenarios.ts';
import type { SandboxContext } from '../api/context.ts';
import { startStep } from '../journey/start-step.ts';
import { isSandboxError, SandboxError } from '../sandbox-error.ts';
import type { OpenModule } from '../visit/open-module.ts';
import { type EventSource, eventStream } from './events.ts';
import { BODIES, type Body } from './schemas.ts';

/** What the control API steers. */
export interface Controls extends EventSource {
  readonly context: SandboxContext;
  readonly openModule: OpenModule;
  /** Audits a module by its id, as one of the users who may see it. */
  readonly audit: (module: string, signal: AbortSignal) => Promise<AuditReport>;
  readonly setLatency: (ms: number) => void;
  readonly advance: (by: number | string) => void;
  readonly resetClock: () => void;
  /** Everything back to how it was at the start. */
  readonly reset: () => void;
  readonly clearJourney: () => void;
  readonly openApi: () => object | Promise<object>;
}

/** The controls of the sandbox over HTTP, to be mounted at `/__sandbox`. */
export function createControl(controls: Controls): Hono {
  const { context } = controls;
  const { world, journal, faults, sessions, clock } = context;
  const control = new Hono();

  control.get('/openapi.json', async (c) => c.json(await controls.openApi()));
  control.get('/state', (c) => c.json(controls.state()));
  control.get('/events', () => eventStream(controls));

  control.get('/journey', (c) => c.json(controls.journey()));
  control.get('/journey/:id', (c) => {
    const invocation = journal.get(c.req.param('id'));
    return invocation ? c.json(invocation) : c.json({ error: 'There is no such invocation.' }, 404);
  });
  control.delete('/journey', (c) => {
    controls.clearJourney();
    return c.body(null, 204);
  });

  control.post('/sessions', async (c) => {
    const { user } = await read(c, 'Session');
    if (!world.user(user)) throw new SandboxError('user_unknown', 'There is no such user.');
    return c.json({ bearer: sessions.start(user) }, 201);
  });
  control.post('/clicks', async (c) => {
    const { module: id, user: userId, origin } = await read(c, 'Click');
    const module = world.modules().find(({ _id, isDeleted }) => _id === id && isDeleted !== true);
    if (!module) throw new SandboxError('module_unknown', 'There is no such module.');
    const user = world.user(userId);
    if (!user) throw new SandboxError('user_unknown', 'There is no such user.');
    const invocation = journal.begin({ origin, user, module: { id, name: module.name } });
    journal.record(invocation, startStep('click', clock.now)({ outcome: 'ok' }));
    return c.json({ invocation, bearer: sessions.start(userId, invocation) }, 201);
  });
  control.post('/clicks/:id/opening', async (c) => {
    const { status, at, code } = await read(c, 'Opening');
    const invocation = journal.get(c.req.param('id'));
    if (!invocation) return c.json({ error: 'There is no such invocation.' }, 404);
    // The page's time is this machine's, but it may say what it likes.
    const time = Math.min(clock.now(), Math.max(invocation.startedAt, at + clock.ahead()));
    const outcome = status === 'opened' ? ('ok' as const) : ('failed' as const);
    const known = status === 'opened' ? {} : { code: code ?? status };
    journal.record(invocation.id, { kind: 'open', at: time, durationMs: 0, outcome, ...known });
    return c.body(null, 204);
  });
  control.post('/visits', async (c) => {
    const { module, user } = await read(c, 'Visit');
    const signal = c.req.raw.signal;
    const { invocation, status, hops } = await controls.openModule(module, {
      user,
      origin: 'trigger',
      signal,
    });
    return c.json({ invocation, status, hops });
  });

  control.post('/audits', async (c) => {
    const { module } = await read(c, 'Audit');
    return c.json(await controls.audit(module, c.req.raw.signal));
  });

  control.put('/roles/:id', async (c) => {
    const { permissions } = await read(c, 'Permissions');
    const found = world.setPermissions(c.req.param('id'), permissions);
    return found ? c.body(null, 204) : c.json({ error: 'There is no such role.' }, 404);
  });

  control.post('/faults', async (c) => {
    const { operation, scenario, times } = await read(c, 'Fault');
    const play = scenarios[scenario as keyof typeof scenarios]();
    return c.json({ id: faults.plan(operation, play, times) }, 201);
  });
  control.delete('/faults', (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  control.delete('/faults/:id', (c) =>
    faults.cancel(c.req.param('id'))
      ? c.body(null, 204)
      : c.json({ error: 'There is no such fault; it may have been played.' }, 404),
  );

  control.put('/latency', async (c) => {
    controls.setLatency((await read(c, 'Latency')).ms);
    return c.body(null, 204);
  });
  control.post('/clock', async (c) => {
    controls.advance((await read(c, 'Advance')).by);
    return c.json({ now: clock.now(), aheadMs: clock.ahead() });
  });
  control.delete('/clock', (c) => {
    controls.resetClock();
    return c.body(null, 204);
  });
  control.post('/reset', (c) => {
    controls.reset();
    return c.body(null, 204);
  });

  // Not `notFound`, which a mounted application leaves to the one that it is mounted on.
  control.all('*', (c) => c.json({ error: 'See /__sandbox/openapi.json.' }, 404));
  control.onError((error, c) => {
    const { code, message, name } = error as Error & { readonly code?: unknown };
    // Errors of this package quote neither a URL nor a token.
    if (isSandboxError(error)) return c.json({ error: message, code }, STATUS[error.code] ?? 400);
    if (typeof code === 'string' && /^(?:ModuleUrl|ShortToken)Error$/.test(name)) {
      return c.json({ error: message, code }, 502);
    }
    return c.json({ error: 'Something unexpected went wrong.' }, 500);
  });
  return control;
}

const STATUS: Readonly<Record<string, 400 | 403 | 404 | 409 | 502>> = {
  module_unknown: 404,
  user_unknown: 404,
  not_permitted: 403,
  receiver_unreachable: 502,
  audit_running: 409,
};

/** @throws SandboxError `option_invalid` that names the schema and quotes nothing */
async function read<Name extends keyof typeof BODIES>(c: Context, name: Name): Promise<Body<Name>> {
  const json: unknown = await c.req.json().catch(() => undefined);
  const result = BODIES[name].safeParse(json);
  if (result.success) return result.data as Body<Name>;
  const path = result.error.issues[0]?.path.join('.') || 'the body';
  throw new SandboxError(
    'option_invalid',
    `${path} does not fit: see ${name} in /__sandbox/openapi.json.`,
  );
}

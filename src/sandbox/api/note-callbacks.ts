import { setTimeout as pause } from 'node:timers/promises';
import type { MiddlewareHandler } from 'hono';
import { prepareFault } from '../faults/play.ts';
import { codeOf, outcomeOf, startStep } from '../journey/start-step.ts';
import type { ApiEnv, SandboxContext } from './context.ts';
import type { Session } from './sessions.ts';

/**
 * Notes the calls that a service makes with a bearer that it got from a resolve, and plays faults on
 * them; calls of the host itself pass.
 */
export function noteCallbacks(context: SandboxContext): MiddlewareHandler<ApiEnv> {
  const { journal, faults, clock, latency } = context;
  return async (c, next) => {
    const invocation = resolvedInvocation(context, c.var.session);
    if (latency.ms > 0) await pause(latency.ms);
    if (invocation === undefined) return next();
    const end = startStep('callback', clock.now);
    const detail = `${c.req.method} ${c.req.path.replace(/^\/api\/v3/, '')}`;
    const fault = faults.take('callback');
    if (fault) {
      const { status, send } = await prepareFault(fault, c.env);
      const known = status === undefined ? {} : { status };
      const how = { outcome: 'failed', code: fault.code, fault: true, detail, ...known } as const;
      journal.record(invocation, end(how));
      return send();
    }
    await next();
    const { status } = c.res;
    const code = codeOf('callback', status);
    journal.record(
      invocation,
      end({ outcome: outcomeOf(status), status, detail, ...(code && { code }) }),
    );
    return;
  };
}

function resolvedInvocation({ journal }: SandboxContext, session: Session): string | undefined {
  const isResolved = (id: string) => journal.get(id)?.steps.some(({ kind }) => kind === 'identity');
  const { invocation } = session;
  if (invocation !== undefined) return isResolved(invocation) ? invocation : undefined;
  // A personal access token does not say for which invocation it is used: the latest one counts.
  const own = journal
    .list()
    .filter(
      ({ origin, user, id }) => origin === 'api' && user?.id === session.user.id && isResolved(id),
    );
  return own.at(-1)?.id;
}

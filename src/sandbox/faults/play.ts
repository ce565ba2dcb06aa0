import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { HttpResponseLike, Scenario } from '../../testing/scenarios.ts';

/** A scenario about to be played: the status that it will have, and the playing. */
export interface Playing {
  /** Absent where no answer comes. */
  readonly status: number | undefined;
  readonly send: () => Promise<Response>;
}

/** The codes of failures that only the caller's own system can produce. */
export const BEFORE_THE_SERVER: ReadonlySet<Scenario['code']> = new Set([
  'network_unreachable',
  'tls_error',
]);

/**
 * Prepares a scenario for a connection. A server cannot refuse a connection that it has accepted, so
 * every network error becomes one that is closed without an answer.
 */
export async function prepareFault(scenario: Scenario, env: HttpBindings): Promise<Playing> {
  // Its answer never comes, so it cannot be waited for.
  if (scenario.code === 'timeout') {
    return { status: undefined, send: () => new Promise<never>(() => {}) };
  }
  const response = await scenario.respond(Response as unknown as HttpResponseLike);
  const isError = response.type === 'error';
  return {
    status: isError ? undefined : response.status,
    async send() {
      if (isError) env.incoming.socket.destroy();
      else await sendByHand(response, env);
      return RESPONSE_ALREADY_SENT as Response;
    },
  };
}

/** A body that breaks off ends the connection, which the server's own way would report as a mistake. */
async function sendByHand(response: Response, { outgoing, incoming }: HttpBindings): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  try {
    for await (const chunk of response.body ?? []) outgoing.write(chunk);
    outgoing.end();
  } catch {
    incoming.socket.destroy();
  }
}

/** The error that Node's `fetch` rejects with where there is no connection to be had. */
export async function fetchFailure(scenario: Scenario): Promise<TypeError> {
  const response = await scenario.respond(Response as unknown as HttpResponseLike);
  const { code } = response as { readonly code?: string };
  const cause = Object.assign(new Error(`connect ${code}`), { code, syscall: 'connect' });
  return new TypeError('fetch failed', { cause });
}

import type { Invocation } from '../journey/types.ts';
import type { SandboxState } from './state.ts';

/** Where the event stream gets its messages from. */
export interface EventSource {
  readonly state: () => SandboxState;
  readonly journey: () => readonly Invocation[];
  /** Calls at every change, with the invocation if it is one. @returns a function that ends it */
  readonly subscribe: (onChange: (changed: Invocation | undefined) => void) => () => void;
}

/** Changes are gathered for this long: a browser draws no faster. */
const GATHER_MS = 40;
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events: `state` with the whole state, `journey` with a list of invocations that are new
 * or changed. Both are sent at the beginning, so a reconnected page lacks nothing.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventStream({ state, journey, subscribe }: EventSource): Response {
  const encoder = new TextEncoder();
  let end = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const changed = new Map<string, Invocation>();
      let hasNewState = false;
      let timer: NodeJS.Timeout | undefined;
      const send = (event: string, data: unknown) =>
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      const flush = () => {
        timer = undefined;
        if (hasNewState) send('state', state());
        if (changed.size > 0) send('journey', [...changed.values()]);
        hasNewState = false;
        changed.clear();
      };
      const unsubscribe = subscribe((invocation) => {
        if (invocation === undefined) hasNewState = true;
        else changed.set(invocation.id, invocation);
        timer ??= setTimeout(flush, GATHER_MS);
      });
      const heartbeat = setInterval(
        () => controller.enqueue(encoder.encode(': still here\n\n')),
        HEARTBEAT_MS,
      );
      heartbeat.unref();
      end = () => {
        unsubscribe();
        clearTimeout(timer);
        clearInterval(heartbeat);
      };
      send('state', state());
      send('journey', journey());
    },
    cancel: () => end(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
}

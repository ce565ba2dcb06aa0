import type { Invocation } from '../journey/types.ts';
import type { SandboxState } from './state.ts';

/** Where the event stream gets its messages from. */
export interface EventSource {
  readonly state: () => SandboxState;
  readonly journey: () => readonly Invocation[];
  /** @returns a function that ends it */
  readonly subscribe: (onChange: (change: Change) => void) => () => void;
}

/** What has changed: an invocation, the state, or that there is no invocation any more. */
export type Change = Invocation | 'state' | 'cleared';

/** Changes are gathered for this long: a browser draws no faster. */
const GATHER_MS = 40;
const HEARTBEAT_MS = 15_000;

/**
 * Server-sent events: `state` with the whole state, `journey` with a list of invocations that are new
 * or changed, `cleared` when there are none any more. The first two are sent at the beginning, so a
 * reconnected page lacks nothing.
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
      let isCleared = false;
      let timer: NodeJS.Timeout | undefined;
      const send = (event: string, data: unknown) =>
        controller.enqueue(encoder.encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
      const flush = () => {
        timer = undefined;
        if (isCleared) send('cleared', null);
        if (hasNewState) send('state', state());
        if (changed.size > 0) send('journey', [...changed.values()]);
        hasNewState = isCleared = false;
        changed.clear();
      };
      const unsubscribe = subscribe((change) => {
        if (change === 'state') hasNewState = true;
        else if (change !== 'cleared') changed.set(change.id, change);
        else {
          isCleared = true;
          changed.clear();
        }
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

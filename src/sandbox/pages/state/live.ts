import { computed, signal } from '@preact/signals';
import type { SandboxState } from '../../control/state.ts';
import type { Invocation } from '../../journey/types.ts';
import { userId } from './preferences.ts';

/** Everything but the journey; `undefined` until the sandbox has answered. */
export const state = signal<SandboxState | undefined>(undefined);
/** Invocations by id, the oldest first. */
export const journey = signal<ReadonlyMap<string, Invocation>>(new Map());
/** `undefined` until the sandbox has answered or has not. */
export const isConnected = signal<boolean | undefined>(undefined);

/** Whom the person plays. */
export const user = computed(
  () => state.value?.users.find(({ id }) => id === userId.value) ?? state.value?.users[0],
);

/** The system's time, once a second while somebody looks. */
export const time = signal(Date.now());
/** The sandbox's time. */
export const now = computed(() => time.value + (state.value?.aheadMs ?? 0));

/** As many as the server keeps by default. */
const KEPT = 2_000;

/** Follows the sandbox; the browser connects again by itself. */
export function follow(): void {
  const source = new EventSource('/__sandbox/events');
  let isFirst = true;
  source.addEventListener('open', () => {
    isConnected.value = true;
    isFirst = true;
  });
  source.addEventListener('error', () => {
    isConnected.value = false;
  });
  source.addEventListener('state', ({ data }) => {
    state.value = JSON.parse(data);
  });
  source.addEventListener('cleared', () => {
    journey.value = new Map();
  });
  source.addEventListener('journey', ({ data }) => {
    const known = new Map(isFirst ? [] : journey.value);
    isFirst = false;
    for (const invocation of JSON.parse(data) as Invocation[]) known.set(invocation.id, invocation);
    for (const id of known.keys()) {
      if (known.size <= KEPT) break;
      known.delete(id);
    }
    journey.value = known;
  });
  setInterval(() => {
    if (document.visibilityState === 'visible') time.value = Date.now();
  }, 1_000);
}

import { signal } from '@preact/signals';
import { texts } from '../state/preferences.ts';

/** What has just happened, until the next thing does. */
export const notice = signal<{ readonly text: string; readonly isBad: boolean } | undefined>(
  undefined,
);

let timer: ReturnType<typeof setTimeout> | undefined;

/** Says something at the bottom of the page for a while; screen readers hear it. */
export function tell(text: string, isBad = false): void {
  notice.value = { text, isBad };
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      notice.value = undefined;
    },
    isBad ? 10_000 : 4_000,
  );
}

/** Runs something that may fail and says so. */
export async function attempt(run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    tell(texts.value.failed((error as Error).message), true);
  }
}

/** Where it is said. */
export function Notice() {
  return (
    <div class="notice" role="status">
      {notice.value && <p class={notice.value.isBad ? 'bad' : ''}>{notice.value.text}</p>}
    </div>
  );
}

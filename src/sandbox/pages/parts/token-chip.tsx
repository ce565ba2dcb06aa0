import type { Invocation } from '../../journey/types.ts';
import { now } from '../state/live.ts';
import { texts } from '../state/preferences.ts';
import { lengthOf } from './time.ts';

/** A token by the beginning of its digest, and how long it still lives. */
export function TokenChip({ invocation }: { readonly invocation: Invocation }) {
  const { journey } = texts.value;
  const { tokenDigest, expiresAt = 0 } = invocation;
  if (tokenDigest === undefined) return <span class="token none">–</span>;
  const left = expiresAt - now.value;
  return (
    <span class={left > 0 ? 'token' : 'token dead'}>
      <code>{tokenDigest}…</code>
      <small>{left > 0 ? journey.expiresIn(lengthOf(left)) : journey.expired}</small>
    </span>
  );
}

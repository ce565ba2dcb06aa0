import type { ComponentChildren } from 'preact';
import type { JourneyOutcome } from '../../journey/types.ts';
import { texts } from '../state/preferences.ts';
import { Icon } from './icon.tsx';

/** How something ended, by colour, sign and word. */
export function OutcomeBadge({
  outcome,
  children,
}: {
  readonly outcome: JourneyOutcome;
  readonly children?: ComponentChildren;
}) {
  return (
    <span class={`badge ${outcome}`}>
      <Icon name={outcome} />
      {children ?? texts.value.journey.outcomes[outcome]}
    </span>
  );
}

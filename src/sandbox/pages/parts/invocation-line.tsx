import type { Invocation } from '../../journey/types.ts';
import { language, texts } from '../state/preferences.ts';
import { onLinkClick, PATHS } from '../state/router.ts';
import { OutcomeBadge } from './badge.tsx';
import { timeOfDay } from './time.ts';
import { TokenChip } from './token-chip.tsx';

/** One invocation in a line, which leads to its journey. */
export function InvocationLine({
  invocation,
  isCurrent = false,
}: {
  readonly invocation: Invocation;
  readonly isCurrent?: boolean;
}) {
  const { journey } = texts.value;
  const { id, module, user, origin, startedAt, outcome } = invocation;
  return (
    <a
      class="invocation"
      href={`${PATHS.journey}/${id}`}
      aria-current={isCurrent ? 'true' : undefined}
      onClick={onLinkClick}
    >
      <span class="what">
        <strong>{module?.name ?? journey.unknownModule}</strong>
        <span>{user?.name ?? journey.unknownUser}</span>
      </span>
      <span class="when">
        {timeOfDay(startedAt, language.value)} · {journey.origins[origin]}
      </span>
      <TokenChip invocation={invocation} />
      <OutcomeBadge outcome={outcome} />
    </a>
  );
}

import type { Invocation } from '../../journey/types.ts';
import { texts } from '../state/preferences.ts';
import { OutcomeBadge } from './badge.tsx';
import { offsetOf } from './time.ts';

/** The steps in words: when, how long, which status, what went wrong. */
export function StepTable({ invocation }: { readonly invocation: Invocation }) {
  const { journey } = texts.value;
  const { steps, startedAt } = invocation;
  return (
    <ol class="steps" aria-label={journey.steps}>
      {steps.map(({ kind, at, durationMs, outcome, status, code, detail, fault }, row) => (
        <li key={`${kind} ${at} ${row}`} class={outcome}>
          <span class="at">{offsetOf(at - startedAt)}</span>
          <span class="kind">
            <strong>{journey.kinds[kind]}</strong>
            {detail && <span>{journey.reasons[detail] ?? detail}</span>}
            {code && <code>{code}</code>}
            {fault && <em>{journey.fault}</em>}
          </span>
          <span class="took">{durationMs > 0 ? `${Math.ceil(durationMs)} ms` : ''}</span>
          <OutcomeBadge outcome={outcome}>
            {kind === 'click' || kind === 'identity' || kind === 'open'
              ? journey.outcomes[outcome]
              : (status ?? journey.noAnswer)}
          </OutcomeBadge>
        </li>
      ))}
    </ol>
  );
}

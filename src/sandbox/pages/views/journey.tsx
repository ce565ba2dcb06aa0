import type { Invocation } from '../../journey/types.ts';
import { OutcomeBadge } from '../parts/badge.tsx';
import { Diagram } from '../parts/diagram.tsx';
import { InvocationLine } from '../parts/invocation-line.tsx';
import { attempt } from '../parts/notice.tsx';
import { StepTable } from '../parts/step-table.tsx';
import { TokenChip } from '../parts/token-chip.tsx';
import { control } from '../state/control.ts';
import { journey } from '../state/live.ts';
import { texts } from '../state/preferences.ts';
import { PATHS, path } from '../state/router.ts';

/** More would make the page slow, and nobody reads so far. */
const SHOWN = 100;

/** Every invocation as a live sequence diagram. */
export function JourneyView() {
  const { journey: words } = texts.value;
  const all = [...journey.value.values()].reverse();
  const wanted = path.value.slice(PATHS.journey.length + 1);
  const current = journey.value.get(wanted) ?? all[0];
  if (!current) return <p class="empty card">{words.empty}</p>;
  return (
    <div class="journey">
      <section aria-labelledby="invocations" class="invocations">
        <div class="section-head">
          <h2 id="invocations">{words.invocations}</h2>
          <button
            type="button"
            class="quiet"
            onClick={() => attempt(() => control('DELETE', '/journey'))}
          >
            {words.clear}
          </button>
        </div>
        <ol>
          {all.slice(0, SHOWN).map((invocation) => (
            <li key={invocation.id}>
              <InvocationLine invocation={invocation} isCurrent={invocation.id === current.id} />
            </li>
          ))}
        </ol>
      </section>
      <Detail invocation={current} />
    </div>
  );
}

function Detail({ invocation }: { readonly invocation: Invocation }) {
  const { journey: words } = texts.value;
  const name = invocation.module?.name ?? words.unknownModule;
  return (
    <section class="card detail" aria-labelledby="invocation">
      <div class="section-head">
        <h2 id="invocation">
          {name} · {invocation.user?.name ?? words.unknownUser}
        </h2>
        <OutcomeBadge outcome={invocation.outcome} />
      </div>
      <p class="token-line">
        {words.token} <TokenChip invocation={invocation} />
      </p>
      <Diagram invocation={invocation} label={words.diagram(name)} />
      <StepTable invocation={invocation} />
    </section>
  );
}

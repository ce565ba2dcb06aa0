import { signal } from '@preact/signals';
import type { Invocation, JourneyStep, JourneyStepKind } from '../../journey/types.ts';
import { texts } from '../state/preferences.ts';
import { offsetOf } from './time.ts';

type Lane = 'app' | 'service' | 'api';

/** Between whom a step is; a step of one lane alone is something done there. */
const ENDS: Readonly<Record<JourneyStepKind, readonly [Lane, Lane]>> = {
  click: ['app', 'app'],
  generate: ['app', 'api'],
  open: ['app', 'service'],
  resolve: ['service', 'api'],
  identity: ['api', 'service'],
  answer: ['service', 'app'],
  callback: ['service', 'api'],
};

/** On a phone the lanes stand closer, so that letters stay as large; the list below has the times. */
const WIDE = { width: 620, box: 116, hasTimes: true, lanes: { app: 126, service: 342, api: 558 } };
const NARROW = { width: 340, box: 84, hasTimes: false, lanes: { app: 46, service: 170, api: 294 } };
const TOP = 56;
const ROW = 56;

type Layout = typeof WIDE;

const narrow = matchMedia('(max-width: 40rem)');
const isNarrow = signal(narrow.matches);
narrow.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});

/** An invocation as a sequence diagram: time runs down, a row for each step. */
export function Diagram({
  invocation,
  label,
}: {
  readonly invocation: Invocation;
  readonly label: string;
}) {
  const names = texts.value.journey.lanes;
  const { steps, startedAt } = invocation;
  const layout = isNarrow.value ? NARROW : WIDE;
  const { width, box, lanes } = layout;
  const height = TOP + ROW * Math.max(1, steps.length) + 12;
  return (
    <svg class="diagram" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      {(Object.keys(lanes) as Lane[]).map((lane) => (
        <g key={lane} class="lane">
          <line x1={lanes[lane]} x2={lanes[lane]} y1={40} y2={height - 8} />
          <rect x={lanes[lane] - box / 2} y={6} width={box} height={32} rx={10} />
          <text x={lanes[lane]} y={27}>
            {names[lane]}
          </text>
        </g>
      ))}
      {steps.map((step, row) => (
        <Step
          key={`${step.kind} ${step.at} ${row}`}
          step={step}
          y={TOP + ROW * row + 28}
          offset={offsetOf(step.at - startedAt)}
          layout={layout}
        />
      ))}
    </svg>
  );
}

function Step({
  step,
  y,
  offset,
  layout,
}: {
  readonly step: JourneyStep;
  readonly y: number;
  readonly offset: string;
  readonly layout: Layout;
}) {
  const { kinds, reasons } = texts.value.journey;
  const { kind, outcome, status, code, detail } = step;
  const [from, to] = ENDS[kind].map((lane) => layout.lanes[lane]) as [number, number];
  const text = status === undefined ? kinds[kind] : `${kinds[kind]} · ${status}`;
  const note = (detail && reasons[detail]) ?? code ?? (kind === 'identity' ? detail : undefined);
  const time = layout.hasTimes && (
    <text x={4} y={y + 4} class="at">
      {offset}
    </text>
  );
  if (from === to) {
    return (
      <g class={`step ${outcome}`}>
        {time}
        <circle cx={from} cy={y} r={7} />
        <text x={from + 16} y={y + 5} class="start">
          {text}
        </text>
      </g>
    );
  }
  const way = Math.sign(to - from);
  const end = to - way * 6;
  const isLost = outcome === 'failed' && status === undefined;
  const tip = isLost ? end - way * 22 : end - way * 4;
  return (
    <g class={`step ${outcome}`}>
      {time}
      <text x={(from + to) / 2} y={y - 8} class="on-line">
        {text}
      </text>
      {note && (
        <text x={(from + to) / 2} y={y + 16} class="on-line note">
          {note}
        </text>
      )}
      <line x1={from} x2={tip} y1={y} y2={y} />
      {isLost ? (
        <path d={`M${tip - 6} ${y - 6}l12 12m0-12l-12 12`} />
      ) : (
        <path class="head" d={`M${end} ${y}l${-way * 9} -5v10z`} />
      )}
    </g>
  );
}

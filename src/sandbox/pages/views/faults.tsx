import { signal } from '@preact/signals';
import type { FaultOperation, PlannedFault } from '../../faults/faults.ts';
import { Choice } from '../parts/choice.tsx';
import { attempt } from '../parts/notice.tsx';
import { timeOfDay } from '../parts/time.ts';
import { control } from '../state/control.ts';
import { now, state } from '../state/live.ts';
import { language, texts } from '../state/preferences.ts';
import { SCENARIO_CODES, type ScenarioName } from '../state/scenario-codes.ts';

const OPERATIONS = ['resolve', 'generate', 'callback'] as const;

const operation = signal<FaultOperation>('resolve');
/** How often “n times” is. */
const count = signal(3);

/** Faults, latency and the clock. */
export function FaultsView() {
  const { faults: words } = texts.value;
  return (
    <>
      <div class="machines">
        <ClockCard />
        <LatencyCard />
        <section class="card">
          <h2>{words.resetAll}</h2>
          <p class="hint">{words.resetText}</p>
          <button type="button" onClick={() => attempt(() => control('POST', '/reset'))}>
            {texts.value.reset}
          </button>
        </section>
      </div>
      <section class="card" aria-labelledby="fault-operation">
        <div class="fault-head">
          <Choice
            label={words.operation}
            name="operation"
            value={operation.value}
            options={OPERATIONS.map((one) => [one, words.operations[one]])}
            onChange={(value) => {
              operation.value = value;
            }}
          />
          <label class="times">
            {words.times}
            <input
              type="number"
              min="2"
              max="99"
              value={count.value}
              onChange={({ currentTarget }) => {
                count.value = Math.min(
                  99,
                  Math.max(2, Math.round(currentTarget.valueAsNumber) || 3),
                );
              }}
            />
          </label>
        </div>
        <p class="expected">
          <strong>{words.expected}.</strong> {words.answers[operation.value]}
        </p>
        <ul class="switches">
          {(Object.keys(SCENARIO_CODES) as ScenarioName[]).map((name) => (
            <FaultSwitch key={`${operation.value} ${name}`} name={name} />
          ))}
        </ul>
      </section>
    </>
  );
}

function FaultSwitch({ name }: { readonly name: ScenarioName }) {
  const { faults: words } = texts.value;
  const code = SCENARIO_CODES[name];
  const planned = state.value?.faults.find(
    (fault) => fault.operation === operation.value && fault.code === code,
  );
  const set = (times: number | undefined) => attempt(() => replan(planned, name, times));
  return (
    <li class={planned ? 'on' : ''}>
      <div>
        <span>{words.names[name]}</span> <code>{code}</code>
      </div>
      <div class="modes">
        <Choice
          label={words.names[name]}
          isLabelHidden
          name={`fault-${name}`}
          value={modeOf(planned)}
          options={[
            ['off', words.modes.off],
            ['once', words.modes.once],
            ['times', `${planned?.left && planned.left > 1 ? planned.left : count.value} ×`],
            ['always', words.modes.always],
          ]}
          onChange={(mode) =>
            set(
              mode === 'off' ? 0 : mode === 'once' ? 1 : mode === 'times' ? count.value : undefined,
            )
          }
        />
      </div>
    </li>
  );
}

function modeOf(planned: PlannedFault | undefined): 'off' | 'once' | 'times' | 'always' {
  if (!planned) return 'off';
  if (planned.left === null) return 'always';
  return planned.left === 1 ? 'once' : 'times';
}

/** @param times - 0 for not at all, `undefined` for until reset */
async function replan(
  planned: PlannedFault | undefined,
  scenario: ScenarioName,
  times: number | undefined,
): Promise<void> {
  // It may have been played in the meantime.
  if (planned) await control('DELETE', `/faults/${planned.id}`).catch(() => {});
  if (times === 0) return;
  const { value } = operation;
  await control('POST', '/faults', { operation: value, scenario, ...(times && { times }) });
}

function ClockCard() {
  const { faults: words } = texts.value;
  const step = (by: string) => attempt(() => control('POST', '/clock', { by }));
  return (
    <section class="card">
      <h2>{words.clock}</h2>
      <p class="clock">
        <span class="hint">{words.now}</span> <time>{timeOfDay(now.value, language.value)}</time>
      </p>
      <div class="buttons">
        <button type="button" onClick={() => step('1m')}>
          {words.forward('1 min')}
        </button>
        <button type="button" onClick={() => step('5m')}>
          {words.forward('5 min')}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={!state.value?.aheadMs}
          onClick={() => attempt(() => control('DELETE', '/clock'))}
        >
          {words.system}
        </button>
      </div>
    </section>
  );
}

function LatencyCard() {
  const { faults: words } = texts.value;
  const ms = state.value?.latencyMs ?? 0;
  return (
    <section class="card">
      <h2 id="latency">{words.latency}</h2>
      <p class="clock">
        <output for="latency-range">{ms} ms</output>
      </p>
      <input
        id="latency-range"
        type="range"
        min="0"
        max="6000"
        step="100"
        value={ms}
        aria-labelledby="latency"
        onChange={({ currentTarget }) =>
          attempt(() => control('PUT', '/latency', { ms: Number(currentTarget.value) }))
        }
      />
    </section>
  );
}

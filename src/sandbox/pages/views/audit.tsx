import { signal } from '@preact/signals';
import type { AuditFinding, AuditReport } from '../../../audit/report.ts';
import { OutcomeBadge } from '../parts/badge.tsx';
import { attempt } from '../parts/notice.tsx';
import { control } from '../state/control.ts';
import { state } from '../state/live.ts';
import { texts } from '../state/preferences.ts';

const report = signal<AuditReport | undefined>(undefined);
const chosen = signal('');
const isRunning = signal(false);
/** Name of the module that the report is about. */
const audited = signal('');

const VERDICTS = { passed: 'ok', failed: 'refused', inconclusive: 'failed' } as const;
const SEVERITIES = { error: 'refused', warning: 'failed', info: 'ok' } as const;

/** The service behind a module, opened with tokens of every kind. */
export function AuditView() {
  const { audit: words } = texts.value;
  const modules = state.value?.modules ?? [];
  const progress = state.value?.audit;
  const module = modules.find(({ _id }) => _id === chosen.value) ?? modules[0];

  const run = () =>
    attempt(async () => {
      isRunning.value = true;
      report.value = undefined;
      audited.value = module?.name ?? '';
      try {
        report.value = await control<AuditReport>('POST', '/audits', { module: module?._id ?? '' });
      } finally {
        isRunning.value = false;
      }
    });

  return (
    <>
      <div class="toolbar">
        <label>
          {words.module}
          <select
            value={module?._id ?? ''}
            disabled={isRunning.value}
            onChange={({ currentTarget }) => {
              chosen.value = currentTarget.value;
            }}
          >
            {modules.map(({ _id, name }) => (
              <option key={_id} value={_id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="primary" disabled={isRunning.value || !module} onClick={run}>
          {words.run}
        </button>
      </div>
      <div aria-live="polite">
        {(isRunning.value || progress) && (
          <section class="card progress">
            <p>{words.running}</p>
            <progress
              max={progress?.of ?? 1}
              value={progress?.number ?? 0}
              aria-label={words.running}
            />
            <p class="hint">
              {progress && `${words.step(progress.number, progress.of)} · ${progress.step}`}
            </p>
          </section>
        )}
        {report.value && <Report report={report.value} name={audited.value} />}
      </div>
    </>
  );
}

function Report({
  report: { verdict, reason, findings, checks, visits, durationMs },
  name,
}: {
  readonly report: AuditReport;
  readonly name: string;
}) {
  const { audit: words } = texts.value;
  const passed = checks.filter(({ status }) => status === 'passed');
  const skipped = checks.filter(({ status }) => status === 'skipped');
  return (
    <section class="card report">
      <div class="section-head">
        <h2>{name}</h2>
        <OutcomeBadge outcome={VERDICTS[verdict]}>{words.verdicts[verdict]}</OutcomeBadge>
      </div>
      <p class="hint">{words.visits(visits, Math.round(durationMs / 1000))}</p>
      {reason && <p>{reason}</p>}
      {findings.length > 0 && (
        <div class="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{words.finding}</th>
                <th scope="col">{words.seen}</th>
                <th scope="col">{words.why}</th>
                <th scope="col">{words.fix}</th>
              </tr>
            </thead>
            <tbody>
              {findings.map((finding) => (
                <Row key={finding.code} finding={finding} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <details>
        <summary>{words.passed(passed.length)}</summary>
        <ul class="rules">
          {passed.map(({ code, rule }) => (
            <li key={code}>
              {rule} <code>{code}</code>
            </li>
          ))}
        </ul>
      </details>
      {skipped.length > 0 && (
        <details>
          <summary>{words.skipped(skipped.length)}</summary>
          <ul class="rules">
            {skipped.map(({ code, rule, reason: why }) => (
              <li key={code}>
                {rule}: {why} <code>{code}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function Row({ finding: { code, severity, seen, why, fix } }: { readonly finding: AuditFinding }) {
  const { audit: words } = texts.value;
  return (
    <tr>
      <th scope="row">
        <OutcomeBadge outcome={SEVERITIES[severity]}>{words.severities[severity]}</OutcomeBadge>
        <code>{code}</code>
      </th>
      <td>{seen}</td>
      <td>{why}</td>
      <td>{fix}</td>
    </tr>
  );
}

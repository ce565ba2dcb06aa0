import type { ModuleUrlDiagnostic } from '../../../check/diagnostics.ts';
import { moduleTexts, texts } from '../state/preferences.ts';
import { Icon, type IconName } from './icon.tsx';

const ICONS: Readonly<Record<ModuleUrlDiagnostic['severity'], IconName>> = {
  error: 'refused',
  warning: 'failed',
  info: 'info',
};

/** What there is to say of a URL, each with its fix where there is one. */
export function Findings({
  id,
  source,
  diagnostics,
  wholeFix,
  onFix,
}: {
  readonly id: string;
  readonly source: string;
  readonly diagnostics: readonly ModuleUrlDiagnostic[];
  /** The URL with everything mended, where there is such a one. */
  readonly wholeFix: string | undefined;
  readonly onFix: (fixed: string) => void;
}) {
  const sentences = moduleTexts.value.diagnostics;
  return (
    <ul class="findings" id={id} aria-live="polite">
      {diagnostics.map(({ code, severity, start, end, fix }) => (
        <li key={`${code} ${start}`} class={severity}>
          <Icon name={ICONS[severity]} />
          <p>
            {sentences[code]}{' '}
            <small>
              {end > start && end - start < 40 && code !== 'bearer-in-url' && (
                <code>{source.slice(start, end)}</code>
              )}{' '}
              {code}
            </small>
          </p>
          {fix !== undefined && (
            <button type="button" onClick={() => onFix(fix)}>
              {texts.value.modules.fix}
              <span class="hidden"> {code}</span>
            </button>
          )}
        </li>
      ))}
      {wholeFix !== undefined && diagnostics.filter(({ fix }) => fix).length > 1 && (
        <li class="whole">
          <code>{wholeFix}</code>
          <button type="button" class="primary" onClick={() => onFix(wholeFix)}>
            {texts.value.modules.fixAll}
          </button>
        </li>
      )}
    </ul>
  );
}

import { useSignal } from '@preact/signals';
import { checkModuleUrl } from '../../../check/check-module-url.ts';
import { validateCustomModule } from '../../../modules/validate-custom-module.ts';
import type { CustomModule } from '../../../wire/custom-module.ts';
import { state } from '../state/live.ts';
import { modules } from '../state/modules.ts';
import { moduleTexts, texts } from '../state/preferences.ts';
import { URL_OPTIONS } from '../state/url-options.ts';
import { Arrival } from './arrival.tsx';
import { Dialog } from './dialog.tsx';
import { Findings } from './findings.tsx';
import { Icon } from './icon.tsx';
import { attempt } from './notice.tsx';
import { UrlField } from './url-field.tsx';

const TYPES = ['external', 'internal', 'mobile'] as const;

/** New and Edit: what is wrong is said while typing, and what can be mended is one click away. */
export function ModuleDialog({
  module,
  onClose,
}: {
  readonly module: CustomModule | undefined;
  readonly onClose: () => void;
}) {
  const { modules: words, save, cancel } = texts.value;
  const name = useSignal(module?.name ?? '');
  const type = useSignal<string>(module?.type ?? 'external');
  const url = useSignal(module?.url ?? '');
  const wasSent = useSignal(false);

  const check = checkModuleUrl(url.value, URL_OPTIONS);
  const { ok, draft, diagnostics } = validateCustomModule(
    { name: name.value, type: type.value, url: url.value },
    {
      existing: (state.value?.modules ?? []).filter(({ _id }) => _id !== module?._id),
      reservedNames: state.value?.reservedNames ?? [],
      ...URL_OPTIONS,
    },
  );
  const nameIssue = diagnostics.find(
    ({ field, severity }) => field === 'name' && severity === 'error',
  );
  const isNameShown = nameIssue && (name.value !== '' || wasSent.value);

  const send = async () => {
    wasSent.value = true;
    if (!ok) return;
    await attempt(async () => {
      if (module) await modules.update(module._id, { type: draft.type, url: draft.url });
      else await modules.create(draft);
      onClose();
    });
  };

  return (
    <Dialog title={module ? words.editNamed(module.name) : words.add} onClose={onClose}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <div class="field">
          <label for="module-name">{words.name}</label>
          <input
            id="module-name"
            value={name.value}
            readOnly={module !== undefined}
            autocomplete="off"
            aria-invalid={isNameShown !== undefined && isNameShown !== false}
            aria-describedby="module-name-hint"
            onInput={({ currentTarget }) => {
              name.value = currentTarget.value;
            }}
          />
          <p id="module-name-hint" class={isNameShown ? 'hint bad' : 'hint'}>
            {module ? (
              <>
                <Icon name="lock" /> {words.nameLocked}
              </>
            ) : isNameShown ? (
              moduleTexts.value.diagnostics[nameIssue.code]
            ) : (
              name.value.trim() !== '' && words.permission(name.value.trim())
            )}
          </p>
        </div>
        <div class="field">
          <label for="module-type">{words.type}</label>
          <select
            id="module-type"
            value={type.value}
            onChange={({ currentTarget }) => {
              type.value = currentTarget.value;
            }}
          >
            {TYPES.map((one) => (
              <option key={one} value={one}>
                {words.types[one]}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <div class="label-row">
            <label for="module-url">{words.url}</label>
            <Tooltip id="module-url-tip" label={words.about} text={moduleTexts.value.url.tooltip} />
          </div>
          <UrlField
            id="module-url"
            value={url.value}
            check={check}
            describedBy="module-url-findings"
            onInput={(value) => {
              url.value = value;
            }}
          />
          <Findings
            id="module-url-findings"
            source={url.value}
            diagnostics={url.value === '' && !wasSent.value ? [] : check.diagnostics}
            wholeFix={check.fix}
            onFix={(fixed) => {
              url.value = fixed;
            }}
          />
        </div>
        {check.moduleUrl && <Arrival moduleUrl={check.moduleUrl} />}
        <footer>
          <button type="button" class="quiet" onClick={onClose}>
            {cancel}
          </button>
          <button type="submit" class="primary">
            {save}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function Tooltip({
  id,
  label,
  text,
}: {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}) {
  return (
    <span class="tooltip">
      <button type="button" class="quiet square" aria-label={label} aria-describedby={id}>
        <Icon name="info" />
      </button>
      <span id={id} role="tooltip">
        {text}
      </span>
    </span>
  );
}

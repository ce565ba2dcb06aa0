import { signal } from '@preact/signals';
import { permissionFor } from '../../../modules/names.ts';
import type { CustomModule } from '../../../wire/custom-module.ts';
import { Dialog } from '../parts/dialog.tsx';
import { Icon, type IconName } from '../parts/icon.tsx';
import { ModuleDialog } from '../parts/module-dialog.tsx';
import { attempt } from '../parts/notice.tsx';
import { state, user } from '../state/live.ts';
import { modules } from '../state/modules.ts';
import { texts } from '../state/preferences.ts';

const ICONS: Readonly<Record<string, IconName>> = { external: 'external', internal: 'frame' };

const edited = signal<CustomModule | 'new' | undefined>(undefined);
const doomed = signal<CustomModule | undefined>(undefined);

/** Settings, Custom Modules: the list, and the dialogs that change it. */
export function ModulesView() {
  const { modules: words } = texts.value;
  const all = state.value?.modules ?? [];
  const mayEdit = user.value?.isAdministrator === true;
  return (
    <>
      <div class="toolbar">
        <button
          type="button"
          class="primary"
          disabled={!mayEdit}
          onClick={() => {
            edited.value = 'new';
          }}
        >
          <Icon name="plus" />
          {words.add}
        </button>
        <p class="hint">
          {words.as(user.value?.name ?? '')} {!mayEdit && words.notAdministrator}
        </p>
      </div>
      {all.length === 0 && <p class="empty card">{words.empty}</p>}
      <ul class="modules">
        {all.map((module) => (
          <ModuleCard key={module._id} module={module} mayEdit={mayEdit} />
        ))}
      </ul>
      {edited.value && (
        <ModuleDialog
          module={edited.value === 'new' ? undefined : edited.value}
          onClose={() => {
            edited.value = undefined;
          }}
        />
      )}
      {doomed.value && <RemoveDialog module={doomed.value} />}
    </>
  );
}

function ModuleCard({
  module,
  mayEdit,
}: {
  readonly module: CustomModule;
  readonly mayEdit: boolean;
}) {
  const { modules: words } = texts.value;
  const { name, type, url, permissions } = module;
  const roles = state.value?.roles.filter(({ id }) => permissions?.includes(id)) ?? [];
  return (
    <li class="card module">
      <span class="module-icon">
        <Icon name={ICONS[type] ?? 'phone'} />
      </span>
      <div>
        <h2>{name}</h2>
        <p class="hint">
          {words.types[type as keyof typeof words.types] ?? type} · {permissionFor(name)}
          {roles.length > 0 && `: ${roles.map((role) => role.name).join(', ')}`}
        </p>
        <code class="url">{url}</code>
      </div>
      <div class="actions">
        <button
          type="button"
          class="quiet"
          disabled={!mayEdit}
          aria-label={words.editNamed(name)}
          onClick={() => {
            edited.value = module;
          }}
        >
          <Icon name="edit" />
          {words.edit}
        </button>
        <button
          type="button"
          class="quiet danger"
          disabled={!mayEdit}
          aria-label={words.removeNamed(name)}
          onClick={() => {
            doomed.value = module;
          }}
        >
          <Icon name="trash" />
          {words.remove}
        </button>
      </div>
    </li>
  );
}

function RemoveDialog({ module }: { readonly module: CustomModule }) {
  const { modules: words, cancel } = texts.value;
  const close = () => {
    doomed.value = undefined;
  };
  return (
    <Dialog title={words.removeTitle(module.name)} onClose={close}>
      <p>{words.removeText(module.name)}</p>
      <footer>
        <button type="button" class="quiet" onClick={close}>
          {cancel}
        </button>
        <button
          type="button"
          class="primary danger"
          onClick={() => {
            close();
            return attempt(() => modules.remove(module._id));
          }}
        >
          {words.remove}
        </button>
      </footer>
    </Dialog>
  );
}

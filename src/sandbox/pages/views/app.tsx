import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type MenuEntry, menuFor } from '../../../modules/menu-for.ts';
import { Icon } from '../parts/icon.tsx';
import { InvocationLine } from '../parts/invocation-line.tsx';
import { attempt, tell } from '../parts/notice.tsx';
import { Phone } from '../parts/phone.tsx';
import { TaskList } from '../parts/task-list.tsx';
import { journey, state, user } from '../state/live.ts';
import { openInFrame, openInTab } from '../state/open.ts';
import { texts, userId } from '../state/preferences.ts';

/** The entry that the frame shows. */
const shown = signal<MenuEntry | undefined>(undefined);

/** The app as a user sees it: the web with its sidebar, and a phone. */
export function AppView() {
  const { app } = texts.value;
  const latest = [...journey.value.values()].at(-1);
  return (
    <>
      <div class="toolbar">
        <label>
          {app.user}
          <select
            value={user.value?.id ?? ''}
            onChange={({ currentTarget }) => {
              userId.value = currentTarget.value;
              shown.value = undefined;
            }}
          >
            {state.value?.users.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div class="devices">
        <Web />
        <Phone />
      </div>
      <section class="latest" aria-labelledby="latest">
        <h2 id="latest">{app.latest}</h2>
        {latest ? <InvocationLine invocation={latest} /> : <p class="empty">{app.none}</p>}
      </section>
    </>
  );
}

function Web() {
  const { app } = texts.value;
  const frame = useRef<HTMLIFrameElement>(null);
  const permissions = user.value?.permissions ?? [];
  const entries = menuFor(state.value?.modules ?? [], { permissions, platform: 'web' });
  const current = shown.value;

  const choose = (entry: MenuEntry) =>
    attempt(async () => {
      const by = user.value?.id ?? '';
      if (entry.opens === 'tab') {
        const { status } = await openInTab(entry, by);
        tell(app.results[status], status !== 'opened');
        return;
      }
      shown.value = entry;
      // The frame is in the page once this has been drawn.
      await new Promise(requestAnimationFrame);
      if (!frame.current) return;
      const { status } = await openInFrame(entry, by, frame.current);
      if (status !== 'opened') tell(app.results[status], true);
    });

  return (
    <section class="web" aria-label={app.web}>
      <div class="web-bar" aria-hidden="true">
        <i />
        <i />
        <i />
        <span>MileApp</span>
      </div>
      <nav aria-label={app.menu}>
        <button
          type="button"
          aria-current={current ? undefined : 'page'}
          onClick={() => {
            shown.value = undefined;
          }}
        >
          <Icon name="app" />
          {app.home}
        </button>
        {entries.map((entry) => (
          <button
            type="button"
            key={entry.module._id}
            aria-current={current?.module._id === entry.module._id ? 'page' : undefined}
            onClick={() => choose(entry)}
          >
            <Icon name={entry.opens === 'tab' ? 'external' : 'frame'} />
            {entry.module.name}
          </button>
        ))}
        {entries.length === 0 && <p class="empty">{app.noModules}</p>}
      </nav>
      <div class="web-page">
        {current ? (
          <iframe key={current.module._id} ref={frame} title={app.frame(current.module.name)} />
        ) : (
          <TaskList />
        )}
      </div>
    </section>
  );
}

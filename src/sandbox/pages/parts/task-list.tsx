import { state, user } from '../state/live.ts';
import { texts } from '../state/preferences.ts';

/** The user's tasks, which services update on the user's behalf. */
export function TaskList() {
  const { app } = texts.value;
  const all = user.value?.isAdministrator;
  const tasks = (state.value?.tasks ?? []).filter(
    ({ assignee }) => all || assignee === user.value?.id,
  );
  return (
    <>
      <h2>{app.tasks}</h2>
      {tasks.length === 0 && <p class="empty">{app.noTasks}</p>}
      <ul class="tasks">
        {tasks.map(({ _id, title, status }) => (
          <li key={_id} class={status === 'done' ? 'done' : ''}>
            <span>{title}</span>
            <em>{status === 'done' ? app.done : status === 'open' ? app.open : status}</em>
          </li>
        ))}
      </ul>
    </>
  );
}

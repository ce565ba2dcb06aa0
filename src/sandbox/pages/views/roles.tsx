import { permissionFor } from '../../../modules/names.ts';
import type { SandboxRole } from '../../world/world.ts';
import { attempt } from '../parts/notice.tsx';
import { control } from '../state/control.ts';
import { state } from '../state/live.ts';
import { texts } from '../state/preferences.ts';

/** Who may see which module. */
export function RolesView() {
  const { roles: words } = texts.value;
  const { roles = [], users = [], modules = [] } = state.value ?? {};
  const permissions = modules.map(({ name }) => permissionFor(name));
  return (
    <>
      <div class="card scroll">
        <table class="grants">
          <thead>
            <tr>
              <th scope="col">{words.permission}</th>
              {roles.map(({ id, name, administrator }) => (
                <th scope="col" key={id}>
                  {name}
                  {administrator && <small>{words.administrator}</small>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {permissions.map((permission) => (
              <tr key={permission}>
                <th scope="row">{permission}</th>
                {roles.map((role) => (
                  <td key={role.id}>
                    <input
                      type="checkbox"
                      aria-label={words.grant(role.name, permission)}
                      checked={role.permissions.includes(permission)}
                      onChange={({ currentTarget }) =>
                        attempt(() => grant(role, permission, currentTarget.checked))
                      }
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <h2>{words.users}</h2>
      <ul class="users">
        {users.map((user) => (
          <li class="card" key={user.id}>
            <span class="avatar" aria-hidden="true">
              {user.name.slice(0, 1)}
            </span>
            <div>
              <h3>{user.name}</h3>
              <p class="hint">
                {roles
                  .filter(({ id }) => user.roles.includes(id))
                  .map(({ name }) => name)
                  .join(', ')}
              </p>
              <p class="hint">
                {words.sees}:{' '}
                {user.permissions.length > 0
                  ? user.permissions.map((one) => one.replace(/^View /, '')).join(', ')
                  : words.nothing}
              </p>
              <code>{user.id}</code>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}

function grant({ id, permissions }: SandboxRole, permission: string, isGranted: boolean) {
  const others = permissions.filter((one) => one !== permission);
  return control('PUT', `/roles/${id}`, {
    permissions: isGranted ? [...others, permission] : others,
  });
}

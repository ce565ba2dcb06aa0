import { randomBytes } from 'node:crypto';
import { labelFor, permissionFor } from '../../modules/names.ts';
import type { CustomModule, CustomModuleDraft } from '../../wire/custom-module.ts';
import { RECEIVER } from './read-seed.ts';
import type { Seed } from './seed.ts';

/** Somebody who can log in. */
export interface SandboxUser {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
}

/** A set of permissions that users share. */
export interface SandboxRole {
  readonly id: string;
  readonly name: string;
  readonly administrator: boolean;
  readonly permissions: readonly string[];
}

/** Something to do, which a service updates on the user's behalf. */
export interface SandboxTask {
  readonly _id: string;
  readonly title: string;
  readonly status: string;
  readonly assignee: string | null;
  readonly updatedTime: string | null;
  readonly updatedBy: string | null;
  readonly [field: string]: unknown;
}

/** One organization: who is there, what they may see, what there is to do. */
export interface World {
  readonly organizationId: string;
  readonly users: () => SandboxUser[];
  readonly roles: () => SandboxRole[];
  /** All modules, deleted ones included. */
  readonly modules: () => CustomModule[];
  readonly tasks: () => SandboxTask[];
  /** Somebody of this organization, or a guest. */
  readonly user: (id: string) => SandboxUser | undefined;
  /** Lets somebody log in who is in no list and has no role: the users of an audit. */
  readonly admitGuest: (id: string, name: string) => void;
  readonly userOfAccessToken: (accessToken: string) => SandboxUser | undefined;
  readonly permissionsOf: (userId: string) => string[];
  readonly isAdministrator: (userId: string) => boolean;
  readonly addModule: (draft: CustomModuleDraft, by: string) => CustomModule;
  readonly putModule: (module: CustomModule) => void;
  /** Keeps a module as deleted and takes its permission from everybody. */
  readonly removeModule: (module: CustomModule) => void;
  /** @returns whether there is such a role */
  readonly setPermissions: (roleId: string, permissions: readonly string[]) => boolean;
  readonly putTask: (task: SandboxTask) => void;
  /** Back to the seed. */
  readonly reset: () => void;
}

/**
 * Makes the organization that a seed describes.
 *
 * @param options.receiverOrigin - what `$RECEIVER` in a URL stands for
 * @param options.onChange - called after every change
 */
export function createWorld(
  seed: Seed,
  options: {
    readonly receiverOrigin: string;
    readonly now: () => number;
    readonly onChange: () => void;
  },
): World {
  const { receiverOrigin, now, onChange } = options;
  const organizationId = seed.organizationId ?? '6530f1c2a4b5d6e7f8091a00';
  const users = new Map(seed.users.map(({ id, name, roles }) => [id, { id, name, roles }]));
  const guests = new Map<string, SandboxUser>();
  const byAccessToken = new Map(
    seed.users.flatMap(({ id, personalAccessToken }) =>
      personalAccessToken === undefined ? [] : [[personalAccessToken, id] as const],
    ),
  );
  let roles = new Map<string, SandboxRole>();
  let modules = new Map<string, CustomModule>();
  let tasks = new Map<string, SandboxTask>();
  const time = () => new Date(now()).toISOString();

  function fill(): void {
    roles = new Map(
      seed.roles.map(({ id, name, administrator = false, permissions = [] }) => [
        id,
        { id, name, administrator, permissions },
      ]),
    );
    modules = new Map(
      (seed.modules ?? []).map(({ id = newId(), name, type, url, order }) => [
        id,
        {
          ...blankModule(id, { name, label: '', type, url: url.replace(RECEIVER, receiverOrigin) }),
          configuration: { icon: null, order: order ?? null, openInNewTab: type === 'external' },
        },
      ]),
    );
    tasks = new Map(
      (seed.tasks ?? []).map(({ id, title, status = 'open', assignee = null }) => [
        id,
        { _id: id, title, status, assignee, updatedTime: null, updatedBy: null },
      ]),
    );
  }

  function blankModule(id: string, draft: CustomModuleDraft): CustomModule {
    return {
      _id: id,
      organizationId,
      ...draft,
      label: draft.label || labelFor(draft.name),
      isActive: true,
      isDeleted: false,
      permissions: [],
      configuration: { icon: null, order: null, openInNewTab: draft.type === 'external' },
      createdTime: time(),
      updatedTime: time(),
      deletedTime: null,
      createdBy: null,
      updatedBy: null,
      metadata: null,
    };
  }

  /** Which roles may see a module is said by the roles alone, so that there is one truth. */
  function withPermissions(module: CustomModule): CustomModule {
    const permission = permissionFor(module.name);
    const granted = [...roles.values()].filter(({ permissions }) =>
      permissions.includes(permission),
    );
    return { ...module, permissions: granted.map(({ id }) => id) };
  }

  fill();
  return {
    organizationId,
    users: () => [...users.values()],
    roles: () => [...roles.values()],
    modules: () => [...modules.values()].map(withPermissions),
    tasks: () => [...tasks.values()],
    user: (id) => users.get(id) ?? guests.get(id),
    admitGuest(id, name) {
      if (!users.has(id)) guests.set(id, { id, name, roles: [] });
    },
    userOfAccessToken: (accessToken) => users.get(byAccessToken.get(accessToken) ?? ''),
    permissionsOf: (userId) =>
      (users.get(userId)?.roles ?? []).flatMap((role) => roles.get(role)?.permissions ?? []),
    isAdministrator: (userId) =>
      (users.get(userId)?.roles ?? []).some((role) => roles.get(role)?.administrator === true),
    addModule(draft, by) {
      const module = { ...blankModule(newId(), draft), createdBy: by, updatedBy: by };
      modules.set(module._id, module);
      const permission = permissionFor(module.name);
      for (const id of users.get(by)?.roles ?? []) {
        const role = roles.get(id);
        if (role?.administrator && !role.permissions.includes(permission)) {
          roles.set(id, { ...role, permissions: [...role.permissions, permission] });
        }
      }
      onChange();
      return withPermissions(module);
    },
    putModule(module) {
      modules.set(module._id, module);
      onChange();
    },
    removeModule(module) {
      modules.set(module._id, module);
      const permission = permissionFor(module.name);
      for (const [id, role] of roles) {
        const permissions = role.permissions.filter((one) => one !== permission);
        roles.set(id, { ...role, permissions });
      }
      onChange();
    },
    setPermissions(roleId, permissions) {
      const role = roles.get(roleId);
      if (role === undefined) return false;
      roles.set(roleId, { ...role, permissions: [...new Set(permissions)] });
      onChange();
      return true;
    },
    putTask(task) {
      tasks.set(task._id, task);
      onChange();
    },
    reset() {
      fill();
      onChange();
    },
  };
}

function newId(): string {
  return randomBytes(12).toString('hex');
}

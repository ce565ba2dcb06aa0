/** Users, roles, modules and tasks that a sandbox starts with. */
export interface Seed {
  /** For editors; not looked at. */
  readonly $schema?: string | undefined;
  readonly organizationId?: string | undefined;
  readonly roles: readonly SeedRole[];
  /** At least one. */
  readonly users: readonly SeedUser[];
  readonly modules?: readonly SeedModule[] | undefined;
  readonly tasks?: readonly SeedTask[] | undefined;
}

/** A set of permissions. Ids are 1 to 64 letters, digits, `-` and `_`. */
export interface SeedRole {
  readonly id: string;
  readonly name: string;
  /** May create, edit and delete modules; default false. */
  readonly administrator?: boolean | undefined;
  /** Such as `View Report`. */
  readonly permissions?: readonly string[] | undefined;
}

/** Somebody who can log in. */
export interface SeedUser {
  readonly id: string;
  readonly name: string;
  /** Ids of roles. */
  readonly roles: readonly string[];
  /** 8 to 1,024 visible ASCII characters: a bearer for `curl` and scripts. */
  readonly personalAccessToken?: string | undefined;
}

/** A Custom Module. */
export interface SeedModule {
  readonly id?: string | undefined;
  readonly name: string;
  /** `external`, `internal` or `mobile`. */
  readonly type: string;
  /** `$RECEIVER` at its beginning stands for the origin of the service. */
  readonly url: string;
  /** Smaller is earlier in the menu. */
  readonly order?: number | undefined;
}

/** Something to do. */
export interface SeedTask {
  readonly id: string;
  readonly title: string;
  /** Default `open`. */
  readonly status?: string | undefined;
  /** Id of a user. */
  readonly assignee?: string | undefined;
}

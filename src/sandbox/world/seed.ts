/** Users, roles, modules and tasks that a sandbox starts with. */
export interface Seed {
  /** For editors; not looked at. */
  readonly $schema?: string | undefined;
  /** Id of the organization; 24 hexadecimal characters by default. */
  readonly organizationId?: string | undefined;
  /** Sets of permissions, for users to have. */
  readonly roles: readonly SeedRole[];
  /** Who can log in, at least one. */
  readonly users: readonly SeedUser[];
  /** The menu's own entries; default none. */
  readonly modules?: readonly SeedModule[] | undefined;
  /** What services can read and update; default none. */
  readonly tasks?: readonly SeedTask[] | undefined;
}

/** A set of permissions. Ids are 1 to 64 letters, digits, `-` and `_`. */
export interface SeedRole {
  /** What users name it by. */
  readonly id: string;
  /** For a person. */
  readonly name: string;
  /** May create, edit and delete modules; default false. */
  readonly administrator?: boolean | undefined;
  /** Such as `View Report`. */
  readonly permissions?: readonly string[] | undefined;
}

/** Somebody who can log in. */
export interface SeedUser {
  /** What resolving a token gives as `userId`. */
  readonly id: string;
  /** For a person. */
  readonly name: string;
  /** Ids of roles. */
  readonly roles: readonly string[];
  /** 8 to 1,024 visible ASCII characters: a bearer for `curl` and scripts. */
  readonly personalAccessToken?: string | undefined;
}

/** A Custom Module. */
export interface SeedModule {
  /** Id; default one that is made up. */
  readonly id?: string | undefined;
  /** Name in the menu; who sees it needs the permission `View <name>`. */
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
  /** What services name it by. */
  readonly id: string;
  /** For a person. */
  readonly title: string;
  /** Default `open`. */
  readonly status?: string | undefined;
  /** Id of a user. */
  readonly assignee?: string | undefined;
}

/** How a module opens: `external` in a new tab, `internal` in a frame; unknown values are kept. */
export type CustomModuleType = 'external' | 'internal' | (string & {});

/** How a menu shows a module. */
export interface CustomModuleConfiguration {
  /** Name or address of the icon beside the entry. */
  readonly icon?: string | null;
  /** Position in the menu: smaller numbers come first. */
  readonly order?: number | null;
  /** Whether the entry opens a tab, whatever its type says. */
  readonly openInNewTab?: boolean | null;
}

/**
 * A Custom Module as the API returns it. Only the first four fields are required; fields that are
 * not named here are kept.
 */
export interface CustomModule {
  /** Id of the module, for example 24 hexadecimal characters. */
  readonly _id: string;
  /** Name in the menu; it cannot be edited. */
  readonly name: string;
  /** How it opens. */
  readonly type: CustomModuleType;
  /** The module URL, with or without a placeholder. */
  readonly url: string;
  /** Id of the organization that it belongs to. */
  readonly organizationId?: string | null;
  /** Slug of the name: `Custom Report` becomes `custom-report`. */
  readonly label?: string | null;
  /** `false` hides it from every menu. */
  readonly isActive?: boolean | null;
  /** Whether it was deleted; its name is free again then. */
  readonly isDeleted?: boolean | null;
  /** Ids of the roles that may see it. */
  readonly permissions?: readonly string[] | null;
  /** How a menu shows it. */
  readonly configuration?: CustomModuleConfiguration | null;
  /** When it was created, in ISO 8601. */
  readonly createdTime?: string | null;
  /** When it was last updated, in ISO 8601. */
  readonly updatedTime?: string | null;
  /** When it was deleted, in ISO 8601. */
  readonly deletedTime?: string | null;
  /** Id of the user who created it. */
  readonly createdBy?: string | null;
  /** Id of the user who last updated it. */
  readonly updatedBy?: string | null;
  /** Whatever the organization keeps with it. */
  readonly metadata?: unknown;
}

/** Body of a create request. */
export interface CustomModuleDraft {
  /** Name in the menu, unlike that of any other module; it cannot be edited later. */
  readonly name: string;
  /** Slug of the name; the server makes one where it is absent. */
  readonly label?: string;
  /** How it opens. */
  readonly type: CustomModuleType;
  /** The module URL, with or without a placeholder. */
  readonly url: string;
}

/** Body of an update request: everything that may be edited, which the name may not. */
export interface CustomModuleChanges {
  /** Slug of the name. */
  readonly label?: string;
  /** How it opens. */
  readonly type?: CustomModuleType;
  /** The module URL, with or without a placeholder. */
  readonly url?: string;
  /** `false` hides it from every menu. */
  readonly isActive?: boolean;
  /** Ids of the roles that may see it. */
  readonly permissions?: readonly string[];
  /** How a menu shows it. */
  readonly configuration?: CustomModuleConfiguration;
  /** Whatever the organization keeps with it. */
  readonly metadata?: unknown;
}

/** Paths of the Custom Module endpoints below the base URL. */
export const CUSTOM_MODULE_PATHS = {
  /** GET. */
  list: '/custom-modules',
  /** POST; with a slash and an id GET, PUT and DELETE. */
  one: '/custom-module',
} as const;

/** The calls of the Custom Module client. */
export type CustomModuleOperation = 'list' | 'get' | 'create' | 'update' | 'remove';

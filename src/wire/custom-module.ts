/** What a module opens as: `external` in a new tab, `internal` in a frame; other values are kept as they come. */
export type CustomModuleType = 'external' | 'internal' | (string & {});

/** How a menu shows a module. */
export interface CustomModuleConfiguration {
  readonly icon?: string | null;
  /** Smaller is earlier. */
  readonly order?: number | null;
  readonly openInNewTab?: boolean | null;
}

/**
 * A Custom Module as the API gives it. Only the first four fields are insisted on; fields that are
 * not named here are kept.
 */
export interface CustomModule {
  readonly _id: string;
  readonly name: string;
  readonly type: CustomModuleType;
  readonly url: string;
  readonly organizationId?: string | null;
  /** Slug of the name. */
  readonly label?: string | null;
  readonly isActive?: boolean | null;
  readonly isDeleted?: boolean | null;
  /** Ids of the roles that may see it. */
  readonly permissions?: readonly string[] | null;
  readonly configuration?: CustomModuleConfiguration | null;
  /** ISO 8601, like the other times. */
  readonly createdTime?: string | null;
  readonly updatedTime?: string | null;
  readonly deletedTime?: string | null;
  readonly createdBy?: string | null;
  readonly updatedBy?: string | null;
  readonly metadata?: unknown;
}

/** Body of a create request. */
export interface CustomModuleDraft {
  readonly name: string;
  readonly label: string;
  readonly type: CustomModuleType;
  readonly url: string;
}

/** Body of an update request: everything that may be edited, the name not among it. */
export interface CustomModuleChanges {
  readonly label?: string;
  readonly type?: CustomModuleType;
  readonly url?: string;
  readonly isActive?: boolean;
  readonly permissions?: readonly string[];
  readonly configuration?: CustomModuleConfiguration;
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

import type { CustomModule } from '../wire/custom-module.ts';
import { nameKey, permissionFor } from './names.ts';

/** Where a menu is. */
export type Platform = 'web' | 'mobile';

/** One entry of a menu. */
export interface MenuEntry {
  readonly module: CustomModule;
  /** With what to open it: `openModule`, `mountModuleFrame` or `openModuleNative`. */
  readonly opens: 'tab' | 'frame' | 'native';
}

/** Whose menu it is. */
export interface MenuOptions {
  /** The permissions of the user, for example `View Custom Report`. */
  readonly permissions: Iterable<string>;
  readonly platform: Platform;
  /**
   * Where a type shows. Default: `external` and `internal` on the web, every other type on mobile,
   * whose type the API does not document.
   */
  readonly platformsOf?: (type: string) => readonly Platform[];
}

/**
 * The entries that a user sees: active, not deleted, permitted, on this platform; by
 * `configuration.order`, those without one last, then by name.
 *
 * @throws TypeError where `platform` or `permissions` is missing, for an empty menu would hide the mistake
 * @example
 * menuFor(await client.list(), { permissions: user.permissions, platform: 'web' });
 */
export function menuFor(modules: Iterable<CustomModule>, options: MenuOptions): MenuEntry[] {
  const { permissions, platform, platformsOf = usualPlatforms } = options;
  if (platform !== 'web' && platform !== 'mobile') {
    throw new TypeError("platform must be 'web' or 'mobile'.");
  }
  if (typeof permissions === 'string' || typeof permissions?.[Symbol.iterator] !== 'function') {
    throw new TypeError('permissions must be a list of permission names.');
  }
  const granted = new Set(Array.from(permissions, nameKey));
  return Array.from(modules)
    .filter(
      ({ name, type, isActive, isDeleted }) =>
        isActive !== false &&
        isDeleted !== true &&
        granted.has(nameKey(permissionFor(name))) &&
        platformsOf(type).includes(platform),
    )
    .map((module) => ({ module, order: orderOf(module), key: nameKey(module.name) }))
    .sort((a, b) => (a.order === b.order ? compare(a.key, b.key) : a.order - b.order))
    .map(({ module }) => Object.freeze({ module, opens: opensWith(module, platform) }));
}

function usualPlatforms(type: string): readonly Platform[] {
  return type === 'external' || type === 'internal' ? ['web'] : ['mobile'];
}

function orderOf({ configuration }: CustomModule): number {
  const order = configuration?.order;
  return typeof order === 'number' && Number.isFinite(order) ? order : Number.MAX_VALUE;
}

// Not by locale: a menu is to have one order on every device.
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function opensWith({ type, configuration }: CustomModule, platform: Platform): MenuEntry['opens'] {
  if (platform === 'mobile') return 'native';
  return type === 'internal' && configuration?.openInNewTab !== true ? 'frame' : 'tab';
}

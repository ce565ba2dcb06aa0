import type { CustomModule } from '../wire/custom-module.ts';
import { nameKey, permissionFor } from './names.ts';

/** Where a menu is. */
export type Platform = 'web' | 'mobile';

/** One entry of a menu. */
export interface MenuEntry {
  /** As the API gives it. */
  readonly module: CustomModule;
  /** With what to open it: `openModule`, `mountModuleFrame` or `openModuleNative`; `openEntry` knows. */
  readonly opens: 'tab' | 'frame' | 'native';
}

/** Whose menu it is. */
export interface MenuOptions {
  /** The permissions of the user as the API gives them, for example `View Custom Report`. */
  readonly permissions: Iterable<string>;
  /** Where the menu is shown. */
  readonly platform: Platform;
  /**
   * Where a type shows. Default: `external` and `internal` on the web, every other type on mobile,
   * whose type the API does not document.
   */
  readonly platformsOf?: (type: string) => readonly Platform[];
}

/**
 * The entries that a user sees: active, not deleted, permitted, on this platform; by
 * `configuration.order`, those without one last, then by name, numbers as numbers.
 *
 * A permission is compared exactly as it is given, since the server does. A record that is no module
 * is left out.
 *
 * @param modules - as the client's `list` gives them
 * @param options - the user's `permissions`, and the `platform`
 * @returns the entries in the order to show them, each with what opens it
 * @throws TypeError where `platform` or `permissions` is missing, for an empty menu would hide the mistake
 * @example
 * menuFor(await client.list(), { permissions: user.permissions, platform: 'web' });
 */
export function menuFor(modules: Iterable<CustomModule>, options: MenuOptions): MenuEntry[] {
  const { permissions, platform, platformsOf = defaultPlatforms } = options;
  if (platform !== 'web' && platform !== 'mobile') {
    throw new TypeError("platform must be 'web' or 'mobile'.");
  }
  const granted = grantedBy(permissions);
  return Array.from(modules)
    .filter(
      (module) =>
        isModule(module) &&
        module.isActive !== false &&
        module.isDeleted !== true &&
        granted.has(permissionFor(module.name)) &&
        platformsOf(module.type).includes(platform),
    )
    .map((module) => ({ module, order: orderOf(module), key: nameKey(module.name) }))
    .sort((a, b) => (a.order === b.order ? compareNames(a.key, b.key) : a.order - b.order))
    .map(({ module }) => Object.freeze({ module, opens: opensWith(module, platform) }));
}

function grantedBy(permissions: Iterable<string>): Set<string> {
  if (typeof permissions !== 'string' && typeof permissions?.[Symbol.iterator] === 'function') {
    const all = Array.from(permissions);
    const names = all.filter((permission) => typeof permission === 'string');
    if (names.length > 0 || all.length === 0) return new Set(names);
  }
  throw new TypeError('permissions must be a list of permission names.');
}

function isModule(module: CustomModule): boolean {
  return typeof module?.name === 'string' && typeof module.type === 'string';
}

function defaultPlatforms(type: string): readonly Platform[] {
  return /^(?:external|internal)$/i.test(type) ? ['web'] : ['mobile'];
}

function orderOf({ configuration }: CustomModule): number {
  const order = configuration?.order;
  return typeof order === 'number' && Number.isFinite(order) ? order : Number.MAX_VALUE;
}

/** Not by locale: a menu has one order on every device. Numbers count as such: `Report 9`, `Report 10`. */
function compareNames(a: string, b: string): number {
  const [left, right] = [sortKey(a), sortKey(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Puts the number of digits before each number, so that text compares as the numbers do. */
function sortKey(name: string): string {
  return name.replace(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '');
    return String.fromCharCode(0x30 + Math.min(number.length, 9)) + number;
  });
}

function opensWith({ type, configuration }: CustomModule, platform: Platform): MenuEntry['opens'] {
  if (platform === 'mobile') return 'native';
  return /^internal$/i.test(type) && configuration?.openInNewTab !== true ? 'frame' : 'tab';
}

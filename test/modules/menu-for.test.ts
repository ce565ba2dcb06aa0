import { describe, expect, it } from 'vitest';
import { menuFor } from '../../src/modules/menu-for.ts';
import { permissionFor } from '../../src/modules/names.ts';
import type { CustomModule } from '../../src/wire/custom-module.ts';

let count = 0;
const make = (name: string, more: Partial<CustomModule> = {}): CustomModule => ({
  _id: `${++count}`,
  name,
  type: 'external',
  url: 'https://svc.example/',
  isActive: true,
  isDeleted: false,
  ...more,
});

const shown = (
  modules: CustomModule[],
  permissions?: string[],
  platform: 'web' | 'mobile' = 'web',
) =>
  menuFor(modules, {
    permissions: permissions ?? modules.map(({ name }) => permissionFor(name)),
    platform,
  }).map(({ module }) => module.name);

describe('the menu', () => {
  it.each<[string, Partial<CustomModule>, boolean]>([
    ['shows an active module', {}, true],
    ['hides an inactive one', { isActive: false }, false],
    ['hides a deleted one', { isDeleted: true }, false],
    ['shows one of which neither is known', { isActive: null, isDeleted: null }, true],
  ])('%s', (_, more, isShown) => {
    expect(shown([make('A', more)])).toEqual(isShown ? ['A'] : []);
  });

  it.each([
    ['exactly', 'View Stock', true],
    ['in other capitals', 'view STOCK', true],
    ['for another module', 'View Stocks', false],
    ['of another kind', 'Edit Stock', false],
    ['without the word', 'Stock', false],
  ])('takes a permission %s', (_, permission, isShown) => {
    expect(shown([make('Stock')], [permission])).toEqual(isShown ? ['Stock'] : []);
  });

  it('orders by order, then by name, those without an order last', () => {
    const modules = [
      make('none b'),
      make('None A', { configuration: { order: null } }),
      make('odd', { configuration: { order: Number.NaN } }),
      make('two', { configuration: { order: 2 } }),
      make('b one', { configuration: { order: 1 } }),
      make('A one', { configuration: { order: 1 } }),
      make('minus', { configuration: { order: -1 } }),
    ];
    expect(shown(modules)).toEqual(['minus', 'A one', 'b one', 'two', 'None A', 'none b', 'odd']);
    expect(shown([...modules].reverse())).toEqual(shown(modules));
  });

  it.each([
    ['web', 'external', undefined, 'tab'],
    ['web', 'internal', undefined, 'frame'],
    ['web', 'internal', true, 'tab'],
    ['web', 'mobile', undefined, undefined],
    ['mobile', 'external', undefined, undefined],
    ['mobile', 'mobile', undefined, 'native'],
  ] as const)(
    'on %s, a module of type %s (openInNewTab %s) opens in: %s',
    (platform, type, openInNewTab, opens) => {
      const module = make('A', { type, configuration: { ...(openInNewTab && { openInNewTab }) } });
      const [entry] = menuFor([module], { permissions: ['View A'], platform });
      expect(entry?.opens).toBe(opens);
    },
  );

  it('asks the caller where a type shows, where there is one to ask', () => {
    const platform = 'mobile' as const;
    const options = { permissions: ['View A'], platform, platformsOf: () => [platform] };
    expect(menuFor([make('A')], options)).toHaveLength(1);
  });

  it.each([
    ['platform', { permissions: [] }],
    ['platform', { permissions: [], platform: 'tv' }],
    ['permissions', { platform: 'web' }],
    ['permissions', { platform: 'web', permissions: 'View A' }],
  ])('names a bad %s', (name, options) => {
    expect(() => menuFor([], options as never)).toThrow(name);
  });
});

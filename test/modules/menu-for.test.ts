import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { menuFor } from '../../src/modules/menu-for.ts';
import { permissionFor } from '../../src/modules/names.ts';
import type { CustomModule } from '../../src/wire/custom-module.ts';
import '../support/property.ts';

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
  test.each<[string, Partial<CustomModule>, boolean]>([
    ['shows an active module', {}, true],
    ['hides an inactive one', { isActive: false }, false],
    ['hides a deleted one', { isDeleted: true }, false],
    ['shows one of which neither is known', { isActive: null, isDeleted: null }, true],
  ])('%s', (_, more, isShown) => {
    expect(shown([make('A', more)])).toEqual(isShown ? ['A'] : []);
  });

  test.each([
    ['exactly', 'View Stock', true],
    ['in other capitals', 'view STOCK', false],
    ['with the name in other capitals', 'View STOCK', false],
    ['with white space around', ' View Stock', false],
    ['for another module', 'View Stocks', false],
    ['of another kind', 'Edit Stock', false],
    ['without the word', 'Stock', false],
  ])('takes a permission %s', (_, permission, isShown) => {
    expect(shown([make('Stock')], [permission])).toEqual(isShown ? ['Stock'] : []);
  });

  test('orders by order, then by name, those without an order last', () => {
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

  test.each([
    ['web', 'external', undefined, 'tab'],
    ['web', 'internal', undefined, 'frame'],
    ['web', 'internal', true, 'tab'],
    ['web', 'Internal', undefined, 'frame'],
    ['web', 'mobile', undefined, undefined],
    ['mobile', 'External', undefined, undefined],
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

  test('takes numbers in names as numbers', () => {
    const names = ['Report 10', 'Report 9', 'Report 09b', 'Report', 'Report 100', 'A2', 'A10'];
    expect(shown(names.map((name) => make(name)))).toEqual([
      'A2',
      'A10',
      'Report',
      'Report 9',
      'Report 09b',
      'Report 10',
      'Report 100',
    ]);
  });

  test.each([
    ['View report', 'Report'],
    ['View STRASSE', 'Straße'],
    ['View Cafe\u0301', 'Caf\u00e9'],
  ])('does not show by %j the module %j, which the server may not mean', (permission, name) => {
    expect(shown([make(name)], [permission])).toEqual([]);
  });

  test('leaves out what is no module, and permissions that are no names', () => {
    const records = [null, 7, {}, { name: 1, type: 'external' }, { name: 'A' }, make('A')];
    expect(shown(records as CustomModule[], ['View A', 7 as never])).toEqual(['A']);
  });

  test('of 100,000 generated lists never throws and shows nothing without its exact permission', () => {
    const odd = fc.oneof(fc.constant(undefined), fc.constant(null), fc.integer(), fc.string());
    const name = fc.constantFrom('A', 'a', 'Stra\u00dfe', 'STRASSE', 'Report 9', '', 'View A');
    const record = fc.record(
      {
        name: fc.oneof({ weight: 4, arbitrary: name }, odd),
        type: fc.oneof(fc.constantFrom('external', 'internal', 'mobile', 'Internal'), odd),
        isActive: fc.oneof(fc.boolean(), odd),
        isDeleted: fc.oneof(fc.boolean(), odd),
        configuration: fc.oneof(fc.record({ order: odd, openInNewTab: odd }), odd),
      },
      { requiredKeys: [] },
    );
    const permissions = fc.array(fc.oneof(name.map(permissionFor), name), { maxLength: 4 });
    const platform = fc.constantFrom('web' as const, 'mobile' as const);
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 5, arbitrary: record }, odd), { maxLength: 4 }),
        permissions,
        platform,
        (records, permissions, platform) => {
          for (const { module } of menuFor(records as CustomModule[], { permissions, platform })) {
            if (!permissions.includes(`View ${module.name}`)) throw new Error('shown without it');
            if (module.isActive === false || module.isDeleted === true) throw new Error('hidden');
          }
        },
      ),
      { numRuns: 100_000 },
    );
  });

  test('asks the caller where a type shows, where there is one to ask', () => {
    const platform = 'mobile' as const;
    const options = { permissions: ['View A'], platform, platformsOf: () => [platform] };
    expect(menuFor([make('A')], options)).toHaveLength(1);
  });

  test.each([
    ['platform', { permissions: [] }],
    ['platform', { permissions: [], platform: 'tv' }],
    ['permissions', { platform: 'web' }],
    ['permissions', { platform: 'web', permissions: 'View A' }],
    ['permissions', { platform: 'web', permissions: [{ name: 'View A' }] }],
  ])('names a bad %s', (name, options) => {
    expect(() => menuFor([], options as never)).toThrow(name);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { labelFor, moduleNameOf, nameKey, permissionFor } from '../../src/modules/names.ts';
import { anyString, RUNS } from '../support/property.ts';

describe('two names are the same', () => {
  test.each([
    ['in capitals and small letters', 'Custom Report', 'custom REPORT'],
    ['with white space around', ' Custom Report\t', 'Custom Report'],
    ['with a no-break space around', '\u00a0Custom Report\u3000', 'Custom Report'],
    ['with more white space inside', 'Custom \u00a0 Report', 'Custom Report'],
    ['composed and decomposed', 'Caf\u00e9', 'Cafe\u0301'],
    ['decomposed in capitals', 'CAFE\u0301', 'caf\u00e9'],
    ['with sharp s and SS', 'Straße', 'STRASSE'],
    ['with both forms of sigma', 'Οδός', 'ΟΔΌΣ'],
    ['in Angstrom sign and letter', '\u212b', 'å'],
  ])('%s', (_, a, b) => {
    expect(nameKey(a)).toBe(nameKey(b));
  });

  test.each([
    ['with another letter', 'Report', 'Reports'],
    ['without the white space inside', 'Custom Report', 'CustomReport'],
    ['with another accent', 'Café', 'Cafè'],
    ['in full-width letters', 'Ａ', 'A'],
  ])('but not %s', (_, a, b) => {
    expect(nameKey(a)).not.toBe(nameKey(b));
  });
});

describe('the label of a name', () => {
  test.each([
    ['Custom Report', 'custom-report'],
    ['  Sales & Stock (2026) ', 'sales-stock-2026'],
    ['Tes Custom Module Posthog', 'tes-custom-module-posthog'],
    ['a_b--c', 'a-b-c'],
    ['Café', 'café'],
    ['Laporan → Gudang 📦', 'laporan-gudang'],
    ['在庫・一覧', '在庫・一覧'],
    ['在庫、一覧', '在庫-一覧'],
    ['ＡＢ（１）', 'ａｂ-１'],
    ['!!!', ''],
    ['\u2764\ufe0f', ''],
    ['has space/../x', 'has-space-x'],
    ['', ''],
  ])('%j is %j', (name, label) => {
    expect(labelFor(name)).toBe(label);
  });

  test('is the label of its own label, for any string', () => {
    fc.assert(
      fc.property(anyString, (name) => {
        const label = labelFor(name);
        expect(labelFor(label)).toBe(label);
        expect(label).not.toMatch(/[ /?#&=]|^-|-$|--/);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('the permission of a module', () => {
  test('is View and the name', () => {
    expect(permissionFor('Tes Custom Module Posthog')).toBe('View Tes Custom Module Posthog');
  });

  test('gives the name back, byte for byte', () => {
    fc.assert(
      fc.property(
        anyString.filter((name) => name !== ''),
        (name) => {
          expect(moduleNameOf(permissionFor(name))).toBe(name);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test.each(['Edit Report', 'View', 'View ', 'view Report', ''])('%j names no module', (other) => {
    expect(moduleNameOf(other)).toBeUndefined();
  });
});

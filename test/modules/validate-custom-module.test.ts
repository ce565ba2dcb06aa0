import { describe, expect, test } from 'vitest';
import { checkModuleUrl } from '../../src/check/check-module-url.ts';
import { applyEdit } from '../../src/modules/apply-edit.ts';
import { validateCustomModule } from '../../src/modules/validate-custom-module.ts';
import type { CustomModule } from '../../src/wire/custom-module.ts';

const URL_SOURCE = 'https://svc.example/?token={SHORT_TOKEN}';
const GOOD = { name: 'Custom Report', type: 'external', url: URL_SOURCE };
const EXISTING = [
  { name: 'Stock' },
  { name: 'Deleted', isDeleted: true },
  { name: 'Two Words' },
  null as never,
  { name: 7 as never },
  { name: 'Caf\u00e9', isDeleted: null },
];

const codesOf = ({ diagnostics }: { diagnostics: readonly { field: string; code: string }[] }) =>
  diagnostics.map(({ field, code }) => `${field}: ${code}`);

describe('a draft', () => {
  test('that is good comes back as what to send', () => {
    expect(validateCustomModule({ ...GOOD, name: '  Cafe\u0301   Report ' })).toEqual({
      ok: true,
      draft: { ...GOOD, name: 'Caf\u00e9 Report' },
      diagnostics: [],
    });
  });

  test('keeps a label of its own', () => {
    expect(validateCustomModule({ ...GOOD, label: 'mine' }).draft?.label).toBe('mine');
  });

  test.each([
    ['without a name', { name: undefined }, ['name: name-missing']],
    ['with a blank name', { name: ' \t' }, ['name: name-missing']],
    ['with a name that is no text', { name: 7 }, ['name: name-missing']],
    ['with a name that is taken', { name: 'stock' }, ['name: name-taken']],
    ['with a name that is taken in other white space', { name: ' STOCK ' }, ['name: name-taken']],
    ['with a name that is taken decomposed', { name: 'CAFE\u0301' }, ['name: name-taken']],
    ['with the name of a deleted module', { name: 'Deleted' }, []],
    ['with the name of a built-in menu', { name: 'dashboard' }, ['name: name-reserved']],
    [
      'with a control character in the name',
      { name: 'a\x07b' },
      ['name: name-invisible-character'],
    ],
    ['with turned text in the name', { name: 'a\u202eb' }, ['name: name-invisible-character']],
    [
      'with a filler for a name',
      { name: '\u3164' },
      ['name: name-invisible-character', 'label: label-empty'],
    ],
    [
      'with a soft hyphen in the name',
      { name: 'Re\u00adport' },
      ['name: name-invisible-character'],
    ],
    ['with a selector in the name', { name: 'Report\ufe0f' }, ['name: name-invisible-character']],
    ['with half a character in the name', { name: 'Report \ud83d' }, ['name: name-malformed']],
    [
      'with a joined emoji in the name',
      { name: 'Team \u{1f468}\u200d\u{1f469}\u200d\u{1f467}' },
      [],
    ],
    [
      'with a heart, a keycap and a flag in the name',
      { name: 'A \u2764\ufe0f 1\ufe0f\u20e3 \u{1f1ee}\u{1f1e9}' },
      [],
    ],
    [
      'with a joiner that Persian needs',
      { name: '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645' },
      [],
    ],
    ['with a Cyrillic letter in a taken name', { name: 'St\u043eck' }, ['name: name-confusable']],
    ['with a digit for a letter of a taken name', { name: 'St0ck' }, ['name: name-confusable']],
    [
      'with a name that looks like a built-in menu',
      { name: 'Dashb\u043eard' },
      ['name: name-confusable'],
    ],
    ['with more white space in a taken name', { name: ' Two  Words' }, ['name: name-taken']],
    ['with a name that has no letter', { name: '***' }, ['label: label-empty']],
    ['with a name whose label is taken', { name: 'Two+Words' }, ['label: label-taken']],
    ['with a label that is no slug', { label: 'has space/../x' }, ['label: label-invalid']],
    ['with a type in capitals', { type: 'External' }, ['type: type-misspelled']],
    ['without a type', { type: '' }, ['type: type-missing']],
    ['with a type that is not documented', { type: 'mobile' }, ['type: type-unknown']],
    ['without a URL', { url: undefined }, ['url: empty-url']],
    ['without a placeholder', { url: 'https://svc.example/' }, ['url: no-placeholder']],
    [
      'with everything wrong',
      { name: 'STOCK', type: undefined, url: 'javascript:1' },
      ['name: name-taken', 'type: type-missing', 'url: scheme-forbidden'],
    ],
  ])('%s', (_, change, codes) => {
    const check = validateCustomModule({ ...GOOD, ...change } as typeof GOOD, {
      existing: EXISTING,
      reservedNames: ['Dashboard'],
    });
    expect(codesOf(check)).toEqual(codes);
    expect(check.ok).toBe(check.diagnostics.every(({ severity }) => severity !== 'error'));
    expect(check.draft === undefined).toBe(!check.ok);
  });

  test('carries the diagnostics of its URL, ranges and fixes included', () => {
    const url = 'https://svc.example/?token={short_token}';
    const [diagnostic] = validateCustomModule({ ...GOOD, url }).diagnostics;
    expect(diagnostic).toEqual({ field: 'url', ...checkModuleUrl(url).diagnostics[0] });
    expect(diagnostic).toMatchObject({ fix: URL_SOURCE, start: 27, end: 40 });
  });

  test('may lead to http on loopback where that is allowed', () => {
    const url = 'http://localhost:3000/?t={SHORT_TOKEN}';
    expect(validateCustomModule({ ...GOOD, url }).ok).toBe(false);
    expect(validateCustomModule({ ...GOOD, url }, { allowHttpLoopback: true }).ok).toBe(true);
  });

  test('quotes nothing of the name in a message', () => {
    const { diagnostics } = validateCustomModule(
      { ...GOOD, name: 'stock' },
      { existing: EXISTING },
    );
    expect(JSON.stringify(diagnostics)).not.toMatch(/stock/i);
  });

  test.each([undefined, null, 'x'])('is an object, not %j', (draft) => {
    expect(() => validateCustomModule(draft as never)).toThrow('form must be an object');
  });
});

describe('an edit', () => {
  const module: CustomModule = {
    _id: '6530f1c2a4b5d6e7f8091a2b',
    name: 'Stock',
    type: 'external',
    url: URL_SOURCE,
    isActive: true,
    metadata: { kept: 1 },
  };

  test('gives the fields that differ and the module as it will be', () => {
    const url = 'https://svc.example/v2?token={SHORT_TOKEN}';
    const edit = applyEdit(module, { name: 'Stock', type: 'external', url, isActive: false });
    expect(edit).toEqual({
      ok: true,
      module: { ...module, url, isActive: false },
      changes: { url, isActive: false },
      diagnostics: [],
    });
    expect(module.url).toBe(URL_SOURCE);
  });

  test.each([
    ['another name', { name: 'Stocks' }, ['name: name-changed']],
    ['other capitals', { name: 'STOCK' }, ['name: name-changed']],
    ['a bad URL', { url: 'http://svc.example/{SHORT_TOKEN}' }, ['url: insecure-scheme']],
    ['a blank type', { type: ' ' }, ['type: type-missing']],
    ['a blank label', { label: ' ' }, ['label: label-invalid']],
    ['an activity that is no flag', { isActive: 'yes' as never }, ['isActive: is-active-invalid']],
    ['roles that are no list', { permissions: 'a' as never }, ['permissions: permissions-invalid']],
    [
      'an odd order',
      { configuration: { order: '1' as never } },
      ['configuration: configuration-invalid'],
    ],
  ])('with %s is refused', (_, change, codes) => {
    const edit = applyEdit(module, change);
    expect(edit.ok).toBe(false);
    expect(codesOf(edit)).toEqual(codes);
  });

  test('that changes the name says to delete and create again', () => {
    expect(applyEdit(module, { name: 'Other' }).diagnostics[0]?.message).toMatch(/delete.*create/);
  });

  test('lets the old name pass, white space around it or not, and sends none', () => {
    expect(applyEdit(module, { name: ' Stock ' }).changes).toBeUndefined();
  });

  test('sends nothing that is the same, however deep, and nothing at all when nothing differs', () => {
    const rich: CustomModule = {
      ...module,
      configuration: { icon: 'box', order: 1 },
      permissions: ['a', 'b'],
    };
    const same = {
      configuration: { order: 1, icon: 'box' },
      permissions: ['a', 'b'],
      metadata: { kept: 1 },
    };
    const edit = applyEdit(rich, same);
    expect(edit).toMatchObject({ ok: true, module: rich, diagnostics: [] });
    expect('changes' in edit).toBe(false);
    expect(applyEdit(rich, { ...same, permissions: ['b', 'a'] }).changes).toEqual({
      permissions: ['b', 'a'],
    });
  });

  test('does not complain about a URL that it does not touch', () => {
    const old = { ...module, url: 'http://old.example/{SHORT_TOKEN}' };
    expect(applyEdit(old, { isActive: false })).toMatchObject({ ok: true, diagnostics: [] });
  });
});

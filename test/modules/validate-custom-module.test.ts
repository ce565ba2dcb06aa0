import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../src/modules/apply-edit.ts';
import { validateCustomModule } from '../../src/modules/validate-custom-module.ts';
import { checkModuleUrl } from '../../src/url/check-module-url.ts';
import type { CustomModule } from '../../src/wire/custom-module.ts';

const URL_SOURCE = 'https://svc.example/?token={SHORT_TOKEN}';
const GOOD = { name: 'Custom Report', type: 'external', url: URL_SOURCE };
const EXISTING = [
  { name: 'Stock' },
  { name: 'Deleted', isDeleted: true },
  { name: 'Caf\u00e9', isDeleted: null },
];

const codesOf = ({ issues }: { issues: readonly { field: string; code: string }[] }) =>
  issues.map(({ field, code }) => `${field}: ${code}`);

describe('a draft', () => {
  it('that is good comes back as what to send', () => {
    expect(validateCustomModule({ ...GOOD, name: '  Cafe\u0301 Report ' })).toEqual({
      ok: true,
      draft: { ...GOOD, name: 'Caf\u00e9 Report', label: 'café-report' },
      issues: [],
    });
  });

  it('keeps a label of its own', () => {
    expect(validateCustomModule({ ...GOOD, label: 'mine' }).draft?.label).toBe('mine');
  });

  it.each([
    ['without a name', { name: undefined }, ['name: name-missing']],
    ['with a blank name', { name: ' \t' }, ['name: name-missing']],
    ['with a name that is no text', { name: 7 }, ['name: name-missing']],
    ['with a name that is taken', { name: 'stock' }, ['name: name-taken']],
    ['with a name that is taken in other white space', { name: ' STOCK ' }, ['name: name-taken']],
    ['with a name that is taken decomposed', { name: 'CAFE\u0301' }, ['name: name-taken']],
    ['with the name of a deleted module', { name: 'Deleted' }, []],
    ['with the name of a built-in menu', { name: 'dashboard' }, ['name: name-reserved']],
    ['with a line break in the name', { name: 'a\nb' }, ['name: name-control-character']],
    ['with turned text in the name', { name: 'a\u202eb' }, ['name: name-control-character']],
    ['with a name that has no letter', { name: '***' }, ['label: label-empty']],
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
    expect(check.ok).toBe(check.issues.every(({ severity }) => severity !== 'error'));
    expect(check.draft === undefined).toBe(!check.ok);
  });

  it('carries the diagnostics of its URL, ranges and fixes included', () => {
    const url = 'https://svc.example/?token={short_token}';
    const [issue] = validateCustomModule({ ...GOOD, url }).issues;
    expect(issue).toEqual({ field: 'url', ...checkModuleUrl(url).diagnostics[0] });
    expect(issue).toMatchObject({ fix: URL_SOURCE, start: 27, end: 40 });
  });

  it('may lead to http on loopback where that is allowed', () => {
    const url = 'http://localhost:3000/?t={SHORT_TOKEN}';
    expect(validateCustomModule({ ...GOOD, url }).ok).toBe(false);
    expect(validateCustomModule({ ...GOOD, url }, { allowHttpLoopback: true }).ok).toBe(true);
  });

  it('quotes nothing of the name in a message', () => {
    const { issues } = validateCustomModule({ ...GOOD, name: 'stock' }, { existing: EXISTING });
    expect(JSON.stringify(issues)).not.toMatch(/stock/i);
  });

  it.each([undefined, null, 'x'])('is an object, not %j', (draft) => {
    expect(() => validateCustomModule(draft as never)).toThrow('draft must be an object');
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

  it('gives the fields that differ and the module as it will be', () => {
    const url = 'https://svc.example/v2?token={SHORT_TOKEN}';
    const edit = applyEdit(module, { name: 'Stock', type: 'external', url, isActive: false });
    expect(edit).toEqual({
      ok: true,
      module: { ...module, url, isActive: false },
      changes: { url, isActive: false },
      issues: [],
    });
    expect(module.url).toBe(URL_SOURCE);
  });

  it.each([
    ['another name', { name: 'Stocks' }, ['name: name-changed']],
    ['other capitals', { name: 'STOCK' }, ['name: name-changed']],
    ['a bad URL', { url: 'http://svc.example/{SHORT_TOKEN}' }, ['url: insecure-scheme']],
    ['a blank type', { type: ' ' }, ['type: type-missing']],
    ['a blank label', { label: ' ' }, ['label: label-empty']],
  ])('with %s is refused', (_, change, codes) => {
    const edit = applyEdit(module, change);
    expect(edit.ok).toBe(false);
    expect(codesOf(edit)).toEqual(codes);
  });

  it('that changes the name says to delete and create again', () => {
    expect(applyEdit(module, { name: 'Other' }).issues[0]?.message).toMatch(/delete.*create/);
  });

  it('lets the old name pass, white space around it or not, and sends none', () => {
    expect(applyEdit(module, { name: ' Stock ' })).toMatchObject({ ok: true, changes: {} });
  });

  it('does not complain about a URL that it does not touch', () => {
    const old = { ...module, url: 'http://old.example/{SHORT_TOKEN}' };
    expect(applyEdit(old, { isActive: false })).toMatchObject({ ok: true, issues: [] });
  });
});

import { describe, expect, test } from 'vitest';
import { readCustomModule } from '../../src/client/read-answer.ts';

describe('a module from elsewhere', () => {
  const json = {
    _id: '1',
    name: 'A',
    type: 'mobile-menu',
    url: 'https://svc.example/',
    deletedTime: null,
    configuration: { icon: 'box', extra: 1 },
    somethingNew: { a: [1] },
  };

  test('keeps unknown types and unknown fields', () => {
    expect(readCustomModule(json)).toEqual({ ok: true, module: json });
  });

  test.each([
    ['no object', 'x', ['(body)']],
    ['no url', { ...json, url: undefined }, ['url']],
    ['a type that is no text', { ...json, type: 7 }, ['type']],
    ['an odd order', { ...json, configuration: { order: '1' } }, ['configuration']],
    ['odd permissions', { ...json, permissions: [1] }, ['permissions']],
    ['an odd flag', { ...json, isActive: 'yes' }, ['isActive']],
  ])('with %s is refused by path, not by value', (_, value, issues) => {
    expect(readCustomModule(value)).toEqual({ ok: false, issues });
  });
});

import { expect, test } from 'vitest';
import {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../../src/store/store-unavailable-error.ts';

class ReplyError extends Error {}

/** Something of a class by that name. */
const instanceOf = (name: unknown) => Object.create({ constructor: { name } });

test.each<[string, unknown, string | undefined]>([
  ['an error of a driver', new ReplyError('SECRET'), 'ReplyError'],
  ['text', 'SECRET', 'String'],
  ['null', null, 'Object'],
  ['an object without a class', Object.create(null), 'object'],
  ['a class with text for its name', instanceOf('no class name: SECRET'), 'object'],
  ['a class with a number for its name', instanceOf(5), 'object'],
  ['a name that ends badly', instanceOf('Good; SECRET'), 'object'],
  ['a name of 64 letters', instanceOf('n'.repeat(64)), 'n'.repeat(64)],
  ['a name of 65 letters', instanceOf('n'.repeat(65)), 'object'],
])('keeps the class of %s and nothing else', (_name, cause, causeName) => {
  const error = new StoreUnavailableError('store_unavailable', 'No answer.', cause);
  expect({ ...error }).toEqual({ code: 'store_unavailable', causeName });
  expect(error.cause).toBeUndefined();
});

test('knows no class where nothing was thrown', () => {
  const error = new StoreUnavailableError('store_full', 'Full.');
  expect(Object.keys(error)).toEqual(['code']);
  expect(error.name).toBe('StoreUnavailableError');
  expect([
    isStoreUnavailableError(error),
    isStoreUnavailableError(error, 'store_full'),
    isStoreUnavailableError(error, 'store_unavailable'),
    isStoreUnavailableError(new Error('Full.')),
  ]).toEqual([true, true, false, false]);
});

import { expect, test } from 'vitest';
import { statusOf } from '../../../src/receiver/adapters/error-status.ts';

test.each([
  [{ statusCode: 404 }, 404],
  [{ status: 404 }, 404],
  [{ status: '404' }, 404],
  [{ statusCode: 400, status: 404 }, 400],
  [{ statusCode: 599 }, 599],
  [{ statusCode: 399 }, 500],
  [{ statusCode: 600 }, 500],
  [{ statusCode: 404.5 }, 500],
  [{ statusCode: 'gone' }, 500],
  [{}, 500],
  [undefined, 500],
  [null, 500],
  ['404', 500],
])('the status of %j is %i', (error, status) => {
  expect(statusOf(error)).toBe(status);
});

test('the status of an error that cannot be asked is 500', () => {
  const throwing = {
    get status() {
      throw new Error('no');
    },
  };
  for (const error of [throwing, { status: Symbol('x') }, { status: Object.create(null) }]) {
    expect(statusOf(error)).toBe(500);
  }
});

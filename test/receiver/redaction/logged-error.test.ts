import { describe, expect, test } from 'vitest';
import { createShortTokenClient } from '../../../src/client/create-short-token-client.ts';
import { loggedError } from '../../../src/receiver/redaction/logged-error.ts';
import { UNREADABLE } from '../../support/unreadable.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const logged = (error: unknown) => loggedError(error, (text) => text.replaceAll(TOKEN, '***'));

/** The first line of each stack: what was thrown, and what caused it. */
function linesOf(error: unknown): readonly string[] {
  return logged(error)
    .stack.split('\n')
    .filter((line, i) => i === 0 || line.startsWith('caused by: '));
}

describe('the log of an error', () => {
  test('has the causes, in their order', () => {
    const error = new TypeError('fetch failed', {
      cause: new Error('no route', { cause: new RangeError('a port') }),
    });
    expect(linesOf(error)).toEqual([
      'TypeError: fetch failed',
      'caused by: Error: no route',
      'caused by: RangeError: a port',
    ]);
  });

  test('has what an AggregateError is made of, as Node’s for a host with two addresses', () => {
    const refused = ['::1', '127.0.0.1'].map((host) => new Error(`no answer from ${host}`));
    const error = new TypeError('fetch failed', { cause: new AggregateError(refused, 'all') });
    expect(linesOf(error)).toEqual([
      'TypeError: fetch failed',
      'caused by: AggregateError: all',
      'caused by: Error: no answer from ::1',
      'caused by: Error: no answer from 127.0.0.1',
    ]);
  });

  test('has no token, in a cause, a code, a name or a text that was thrown either', () => {
    const error = Object.assign(new Error(TOKEN, { cause: new Error(TOKEN) }), {
      name: TOKEN,
      code: TOKEN,
    });
    for (const thrown of [error, TOKEN, { cause: TOKEN }, { errors: [TOKEN] }]) {
      expect(JSON.stringify(logged(thrown))).not.toContain(TOKEN);
      expect(JSON.stringify(logged(thrown))).toContain('***');
    }
  });

  test.each([
    ['text', 'the disk is full', 'the disk is full'],
    ['number', 7, '7'],
    ['nothing', undefined, ''],
  ])('has the %s that was thrown instead of one', (_name, thrown, message) => {
    expect(logged(thrown)).toEqual({ type: typeof thrown, message, stack: '' });
  });

  test.each([
    ['ENOENT', { code: 'ENOENT' }],
    [0, { code: 0 }],
    [{ token: TOKEN }, {}],
    [undefined, {}],
  ])('has its code, when that is %j', (code, shown) => {
    expect(logged({ code })).toEqual({ type: 'object', message: '', stack: '', ...shown });
  });

  test('ends, when each cause has another one', () => {
    const endless = () => ({
      message: 'again',
      get cause() {
        return endless();
      },
    });
    expect(logged(endless()).stack.split('\ncaused by: ')).toEqual(Array(8).fill('again'));
  });

  test('ends, when a cause leads back or there are very many', () => {
    const round = new Error('round');
    round.cause = new Error('and round', { cause: round });
    expect(linesOf(round)).toEqual(['Error: round', 'caused by: Error: and round']);

    let deep = new Error('0');
    for (let i = 1; i < 1_000; i += 1) deep = new Error(String(i), { cause: deep });
    expect(linesOf(deep)).toHaveLength(8);
    expect(
      linesOf(new AggregateError(Array.from({ length: 1_000 }, () => new Error('x')))),
    ).toHaveLength(8);
  });

  test('says of a failed call to MileApp what the network said', async () => {
    const client = createShortTokenClient({
      maxRetries: 0,
      fetch: () => Promise.reject(Object.assign(new Error('no'), { code: 'ECONNREFUSED' })),
    });
    const failure = await client.resolve(TOKEN).catch((error: unknown) => error);
    expect(linesOf(failure).at(-1)).toBe('caused by: ECONNREFUSED');
  });

  test.each([
    ['a text', { cause: 'a text' }, '\ncaused by: a text'],
    [
      'an object',
      { message: 'b', cause: { name: 'N', code: 7, message: 'a' } },
      'b\ncaused by: N: 7: a',
    ],
    ['nothing', { message: 'b', cause: null }, ''],
    ['an object that says nothing', { message: 'b', cause: {} }, ''],
    ['a list of errors that is none', { errors: 'abc' }, ''],
    ['an object that nobody can ask', { cause: UNREADABLE }, ''],
  ])('takes as a cause %s', (_name, error, stack) => {
    expect(logged(error).stack).toBe(stack);
  });
});

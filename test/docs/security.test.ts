import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from './support/pages.ts';

/** The rows of the table of promises: room, promise, name of a test, file. */
const promises = readFileSync(join(ROOT, '.github/SECURITY.md'), 'utf8')
  .split('\n')
  .map((line) => line.slice(1, -1).split('|'))
  .filter(({ length }) => length === 4)
  .slice(2)
  .map((cells) => cells.map((cell) => cell.trim().replaceAll('`', '')))
  .map(([room = '', promise = '', name = '', file = '']) => ({ room, promise, name, file }));

describe('the page on security', () => {
  test('has a promise of every room that a secret passes through', () => {
    const rooms = ['url', 'client', 'store', 'issuer', 'receiver', 'open', 'cli', 'sandbox'];
    expect([...new Set(promises.map(({ room }) => room))]).toEqual(rooms);
    expect(readdirSync(join(ROOT, 'src'))).toEqual(expect.arrayContaining(rooms));
  });

  test.each(promises)('names a test that is there: $promise', ({ name, file }) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    expect(source, `${file} has no test "${name}"; correct SECURITY.md`).toContain(name);
  });
});

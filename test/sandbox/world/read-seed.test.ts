import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_SEED } from '../../../src/sandbox/world/default-seed.ts';
import { readSeed, readSeedFile } from '../../../src/sandbox/world/read-seed.ts';

const SECRET = 'canary-access-token';
const role = { id: 'r1', name: 'Role' };
const user = { id: 'u1', name: 'User', roles: ['r1'], personalAccessToken: SECRET };
const module = { name: 'Report', type: 'external', url: '$RECEIVER/?t={SHORT_TOKEN}' };
const good = { roles: [role], users: [user], modules: [module] };

test('the default seed fits its own schema', () => {
  expect(readSeed(DEFAULT_SEED)).toEqual(DEFAULT_SEED);
});

describe('a seed is refused, and its message names the place and quotes nothing', () => {
  test.each<[string, unknown, string]>([
    ['no object', [SECRET], 'the whole file must be an object'],
    ['no users', { roles: [role] }, 'users must be an array'],
    ['an empty list of users', { ...good, users: [] }, 'users is too short'],
    ['a wrong type', { ...good, users: [{ ...user, name: 7 }] }, 'users[0].name must be a string'],
    ['an unknown key', { ...good, usres: [] }, 'the whole file has a key'],
    ['a role that is not there', { ...good, roles: [] }, 'users[0].roles names a role'],
    ['two users with one id', { ...good, users: [user, user] }, 'users[1].id is there twice'],
    ['an id with a slash', { ...good, roles: [{ ...role, id: `a/${SECRET}` }] }, 'roles[0].id'],
    [
      'a URL that may not be used',
      { ...good, modules: [{ ...module, url: `javascript:${SECRET}` }] },
      'modules[0].url is refused',
    ],
    ['a name that is taken', { ...good, modules: [module, module] }, 'modules[1].name is refused'],
    [
      'a task of nobody',
      { ...good, tasks: [{ id: 't1', title: 'x', assignee: 'u9' }] },
      'tasks[0].assignee names a user',
    ],
  ])('for %s', (_, seed, message) => {
    const attempt = () => readSeed(seed);
    expect(attempt).toThrow(message);
    expect(attempt).not.toThrow(SECRET);
  });
});

describe('a seed file', () => {
  test('that is not there, or no JSON, is named', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'seed-'));
    const path = join(folder, 'seed.json');
    await expect(readSeedFile(path)).rejects.toThrow(`${path} cannot be read`);
    await writeFile(path, `{ "users": ${SECRET}`);
    const failure = await readSeedFile(path).catch((error: Error) => error.message);
    expect(failure).toBe(`The seed file ${path} is not JSON.`);
  });
});

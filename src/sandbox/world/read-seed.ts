import { readFile } from 'node:fs/promises';
import type * as z from 'zod/mini';
import { validateCustomModule } from '../../modules/validate-custom-module.ts';
import { SandboxError } from '../sandbox-error.ts';
import type { Seed } from './seed.ts';
import { seedSchema } from './seed-schema.ts';

/** Stands for the origin of the service in the URLs of a seed, whose port is not known before. */
export const RECEIVER = '$RECEIVER';

/** @throws SandboxError `seed_invalid` for a file that cannot be read or does not fit */
export async function readSeedFile(path: string): Promise<Seed> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    throw new SandboxError('seed_invalid', `The seed file ${path} cannot be read.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // The engine's message quotes the file, in which there may be an access token.
    throw new SandboxError('seed_invalid', `The seed file ${path} is not JSON.`);
  }
  return readSeed(json);
}

/**
 * Checks a seed: its form, its references, its modules by the rules of Custom Modules.
 *
 * @throws SandboxError `seed_invalid` with the path of the first mistake; it quotes no value
 */
export function readSeed(json: unknown): Seed {
  const read = seedSchema.safeParse(json);
  if (!read.success) throw mistake(pathOf(read.error.issues[0]?.path ?? []), reasonOf(read.error));
  const seed = read.data;
  checkUnique('roles', seed.roles);
  checkUnique('users', seed.users);
  checkUnique('tasks', seed.tasks ?? []);
  const roles = new Set(seed.roles.map((role) => role.id));
  const users = new Set(seed.users.map((user) => user.id));
  seed.users.forEach((user, i) => {
    for (const role of user.roles) {
      if (!roles.has(role)) throw mistake(`users[${i}].roles`, 'names a role that is not there');
    }
  });
  seed.tasks?.forEach(({ assignee }, i) => {
    if (assignee !== undefined && !users.has(assignee)) {
      throw mistake(`tasks[${i}].assignee`, 'names a user who is not there');
    }
  });
  checkModules(seed.modules ?? []);
  return seed;
}

function checkModules(modules: NonNullable<Seed['modules']>): void {
  modules.forEach((module, i) => {
    const url = module.url.replace(RECEIVER, 'http://localhost:4701');
    const { ok, diagnostics } = validateCustomModule(
      { ...module, url },
      { existing: modules.slice(0, i), allowHttpLoopback: true },
    );
    const error = ok ? undefined : diagnostics.find(({ severity }) => severity === 'error');
    if (error !== undefined) {
      throw mistake(`modules[${i}].${error.field}`, `is refused: ${error.message}`);
    }
  });
}

function checkUnique(list: string, entries: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  entries.forEach(({ id }, i) => {
    if (seen.has(id)) throw mistake(`${list}[${i}].id`, 'is there twice');
    seen.add(id);
  });
}

function mistake(path: string, reason: string): SandboxError {
  return new SandboxError('seed_invalid', `The seed does not fit: ${path} ${reason}.`);
}

function pathOf(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`));
  return text.join('').replace(/^\./, '') || 'the whole file';
}

/** By the kind of the issue alone: zod's own sentences may quote a value. */
function reasonOf(error: z.core.$ZodError): string {
  const [issue] = error.issues;
  switch (issue?.code) {
    case 'invalid_type':
      return `must be ${/^[aeiou]/.test(issue.expected) ? 'an' : 'a'} ${issue.expected}`;
    case 'unrecognized_keys':
      return 'has a key that is not known here';
    case 'too_small':
      return 'is too short';
    case 'too_big':
      return 'is too long';
    default:
      return 'has the wrong form; ids are letters, digits, - and _';
  }
}

import * as z from 'zod/mini';
import type { Seed } from './seed.ts';

const name = z.string().check(z.minLength(1), z.maxLength(100));
const id = z.string().check(z.regex(/^[\w-]{1,64}$/));

const role = z.strictObject({
  id,
  name,
  administrator: z.optional(z.boolean()),
  permissions: z.optional(z.array(name)),
});

const user = z.strictObject({
  id,
  name,
  roles: z.array(id),
  personalAccessToken: z.optional(z.string().check(z.regex(/^[\x21-\x7e]{8,1024}$/))),
});

const module = z.strictObject({
  id: z.optional(id),
  name,
  type: z.string().check(z.minLength(1)),
  url: z.string(),
  order: z.optional(z.number()),
});

const task = z.strictObject({
  id,
  title: name,
  status: z.optional(name),
  assignee: z.optional(id),
});

/** What a seed file may hold; unknown keys are mistakes. */
export const seedSchema: z.ZodMiniType<Seed> = z.strictObject({
  $schema: z.optional(z.string()),
  organizationId: z.optional(id),
  roles: z.array(role),
  users: z.array(user).check(z.minLength(1)),
  modules: z.optional(z.array(module)),
  tasks: z.optional(z.array(task)),
});

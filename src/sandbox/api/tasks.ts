import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { failure, MESSAGES, success } from '../../wire/answer-envelope.ts';
import type { SandboxTask } from '../world/world.ts';
import type { ApiEnv, SandboxContext } from './context.ts';

/** Fields of a task that a caller may set; the others belong to the API. */
const changesSchema = z.strictObject({
  title: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  status: z.optional(z.string().check(z.minLength(1), z.maxLength(50))),
  flow: z.optional(z.string()),
  hubId: z.optional(z.string()),
  startTime: z.optional(z.string()),
});

/** The user's tasks, for a service that updates them on the user's behalf. */
export function taskRoutes({ world, clock }: SandboxContext): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>();
  const mine = (c: Context<ApiEnv>) => {
    const { user } = c.var.session;
    const all = world.isAdministrator(user.id);
    return world.tasks().filter(({ assignee }) => all || assignee === user.id);
  };

  routes.get('/tasks', (c) => c.json(success(mine(c))));
  routes.get('/task/:id', (c) => {
    const task = mine(c).find(({ _id }) => _id === c.req.param('id'));
    return task ? c.json(success(task)) : c.json(failure(MESSAGES.notFound), 404);
  });
  routes.put('/task/:id', async (c) => {
    const task = mine(c).find(({ _id }) => _id === c.req.param('id'));
    if (!task) return c.json(failure(MESSAGES.notFound), 404);
    const changes = changesSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!changes.success) {
      const known = Object.keys(changesSchema.def.shape).join(', ');
      return c.json(failure(`A task is updated with some of: ${known}; all of them texts.`), 400);
    }
    const updatedTime = new Date(clock.now()).toISOString();
    const given = Object.entries(changes.data).filter(([, value]) => value !== undefined);
    const by = { updatedTime, updatedBy: c.var.session.user.id };
    const updated: SandboxTask = { ...task, ...Object.fromEntries(given), ...by };
    world.putTask(updated);
    return c.json(success(updated));
  });
  routes.get('/user/:id', (c) => {
    const user = world.user(c.req.param('id'));
    if (!user) return c.json(failure(MESSAGES.notFound), 404);
    return c.json(success({ _id: user.id, name: user.name, organizationId: world.organizationId }));
  });
  return routes;
}

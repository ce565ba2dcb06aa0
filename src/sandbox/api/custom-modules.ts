import { type Context, Hono } from 'hono';
import { applyEdit } from '../../modules/apply-edit.ts';
import type { CustomModuleDiagnostic } from '../../modules/diagnostics.ts';
import { validateCustomModule } from '../../modules/validate-custom-module.ts';
import { failure, success } from '../../wire/answer-envelope.ts';
import { CUSTOM_MODULE_PATHS } from '../../wire/custom-module.ts';
import { type ApiEnv, MODULE_URL_OPTIONS, RESERVED_NAMES, type SandboxContext } from './context.ts';

/** The `failedCode` of each refusal. */
const CODES = {
  duplicate: 'cmod-031',
  notFound: 'cmod-033',
  createFailed: 'cmod-036',
  updateFailed: 'cmod-037',
  permissionDenied: 'cmod-039',
} as const;

/** The Custom Module endpoints, by the same rules as a settings page has. */
export function customModuleRoutes({ world, clock }: SandboxContext): Hono<ApiEnv> {
  const { list, one } = CUSTOM_MODULE_PATHS;
  const routes = new Hono<ApiEnv>();
  const existing = () => world.modules().filter(({ isDeleted }) => isDeleted !== true);
  const find = (c: Context<ApiEnv>) => existing().find(({ _id }) => _id === c.req.param('id'));
  const now = () => new Date(clock.now()).toISOString();

  routes.get(list, (c) => c.json(success(existing())));
  routes.get(`${one}/:id`, (c) => {
    const module = find(c);
    return module ? c.json(success(module)) : notFound(c);
  });

  // Everybody may read, for the menu is made of it; only administrators may write.
  routes.on(['POST', 'PUT', 'DELETE'], [one, `${one}/:id`], async (c, next) => {
    if (world.isAdministrator(c.var.session.user.id)) return next();
    return c.json(failure('Permission denied.', CODES.permissionDenied), 403);
  });

  routes.post(one, async (c) => {
    const form = await readObject(c);
    if (!form) return c.json(failure('The body must be a JSON object.', CODES.createFailed), 400);
    const options = { existing: existing(), reservedNames: RESERVED_NAMES, ...MODULE_URL_OPTIONS };
    const { ok, draft, diagnostics } = validateCustomModule(form, options);
    if (!ok) return refused(c, diagnostics, CODES.createFailed);
    return c.json(success(world.addModule(draft, c.var.session.user.id)), 201);
  });

  routes.put(`${one}/:id`, async (c) => {
    const module = find(c);
    if (!module) return notFound(c);
    const form = await readObject(c);
    if (!form) return c.json(failure('The body must be a JSON object.', CODES.updateFailed), 400);
    const { ok, module: edited, diagnostics } = applyEdit(module, form, MODULE_URL_OPTIONS);
    if (!ok) return refused(c, diagnostics, CODES.updateFailed);
    world.putModule({ ...edited, updatedTime: now(), updatedBy: c.var.session.user.id });
    return c.json(success(find(c)));
  });

  routes.delete(`${one}/:id`, (c) => {
    const module = find(c);
    if (!module) return notFound(c);
    const updatedBy = c.var.session.user.id;
    world.removeModule({ ...module, isDeleted: true, deletedTime: now(), updatedBy });
    return c.json({ status: true, message: 'Delete success.' });
  });

  return routes;
}

function notFound(c: Context<ApiEnv>) {
  return c.json(failure('Custom module not found.', CODES.notFound), 404);
}

function refused(
  c: Context<ApiEnv>,
  diagnostics: readonly CustomModuleDiagnostic[],
  failedCode: string,
) {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  const message = error?.message ?? 'Refused.';
  return error?.code === 'name-taken' || error?.code === 'name-reserved'
    ? c.json(failure(message, CODES.duplicate), 409)
    : c.json(failure(message, failedCode), 400);
}

async function readObject(c: Context<ApiEnv>): Promise<object | undefined> {
  const json: unknown = await c.req.json().catch(() => undefined);
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
}

import type { TrustedOrigin } from '../../audit/send.ts';
import { createShortTokenClient } from '../../client/create-short-token-client.ts';
import { nameKey, permissionFor } from '../../modules/names.ts';
import { parseModuleUrl } from '../../url/parse-module-url.ts';
import { renderModuleUrl } from '../../url/render-module-url.ts';
import type { CustomModule } from '../../wire/custom-module.ts';
import { isShortTokenError } from '../../wire/short-token-error.ts';
import { MODULE_URL_OPTIONS, type SandboxContext } from '../api/context.ts';
import { startStep } from '../journey/start-step.ts';
import type { Invocation, InvocationOrigin } from '../journey/types.ts';
import { SandboxError } from '../sandbox-error.ts';
import type { SandboxUser } from '../world/world.ts';
import { getPage } from './get-page.ts';
import type { ModuleVisit } from './module-visit.ts';

/** Who opens a module, and from where. */
export interface VisitRequest {
  /** Id or name; the first user who may see the module by default. */
  readonly user?: string | undefined;
  readonly origin: InvocationOrigin;
  readonly signal?: AbortSignal | undefined;
}

/** What a visit takes from the sandbox that it happens in. */
export interface VisitorOptions {
  readonly context: SandboxContext;
  /** Where the API is to be reached from this process. */
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly trusted: TrustedOrigin | undefined;
}

/** Opens a module by name or id, or a module URL that is configured nowhere. */
export type OpenModule = (module: string, request: VisitRequest) => Promise<ModuleVisit>;

const PATIENCE_MS = 30_000;

export function createVisitor({ context, baseUrl, fetch, trusted }: VisitorOptions): OpenModule {
  const { journal, sessions, clock } = context;
  return async (wanted, request) => {
    const module = findModule(context, wanted);
    const user = findUser(context, request.user, module);
    const moduleUrl = parseModuleUrl(module?.url ?? wanted, MODULE_URL_OPTIONS);
    const { origin } = request;
    const known = module && { id: module._id, name: module.name };
    const id = journal.begin({ origin, user, module: known ?? { id: '', name: moduleUrl.origin } });
    journal.record(id, startStep('click', clock.now)({ outcome: 'ok' }));

    const bearer = sessions.start(user.id, id);
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, patience]) : patience;
    const client = createShortTokenClient({ baseUrl, bearer, fetch });
    const rendered = await renderModuleUrl(moduleUrl, client.generate, { signal });

    journal.record(id, startStep('open', clock.now)({ outcome: 'ok', detail: moduleUrl.origin }));
    const end = startStep('answer', clock.now);
    try {
      const page = await getPage(rendered.href, {
        startsAt: moduleUrl.preview(),
        onFirstAnswer(status) {
          // The demo service has told of its own answer.
          if (journal.get(id)?.steps.some(({ kind }) => kind === 'answer')) return;
          // It began with the request, and is an answer only now.
          const step = end({ outcome: outcomeOfAnswer(status), status });
          journal.record(id, { ...step, at: clock.now() });
        },
        trusted,
        signal,
      });
      return { ...page, invocation: journal.get(id) as Invocation };
    } catch (error) {
      if (isShortTokenError(error)) throw error;
      journal.record(id, end({ outcome: 'failed', code: 'receiver_unreachable' }));
      throw new SandboxError(
        'receiver_unreachable',
        `${moduleUrl.origin} does not answer. Start the service, or check the module's URL.`,
      );
    }
  };
}

/** 401 and the like are a no; 503 means that the service could not find out. */
export function outcomeOfAnswer(status: number): 'ok' | 'refused' | 'failed' {
  return status < 400 ? 'ok' : status < 500 ? 'refused' : 'failed';
}

function findModule({ world }: SandboxContext, wanted: string): CustomModule | undefined {
  if (/^https?:\/\//i.test(wanted)) return undefined;
  const modules = world.modules().filter(({ isDeleted }) => isDeleted !== true);
  const key = nameKey(wanted);
  const module = modules.find(({ _id, name }) => _id === wanted || nameKey(name) === key);
  if (module) return module;
  const names = modules.map(({ name }) => name).join(', ');
  throw new SandboxError('module_unknown', `There is no such module. There are: ${names}.`);
}

function findUser(
  { world }: SandboxContext,
  wanted: string | undefined,
  module: CustomModule | undefined,
): SandboxUser {
  const users = world.users();
  const maySee = ({ id }: SandboxUser) =>
    module === undefined || world.permissionsOf(id).includes(permissionFor(module.name));
  const user =
    wanted === undefined
      ? users.find(maySee)
      : users.find(({ id, name }) => id === wanted || nameKey(name) === nameKey(wanted));
  const names = users.filter(maySee).map(({ name }) => name);
  if (user && maySee(user)) return user;
  throw new SandboxError(
    user || wanted === undefined ? 'not_permitted' : 'user_unknown',
    `${user || wanted === undefined ? 'The user may not see this module' : 'There is no such user'}. ${
      names.length > 0 ? `It can be opened by: ${names.join(', ')}.` : 'Nobody may see it yet.'
    }`,
  );
}

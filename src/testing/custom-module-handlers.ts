import { labelFor, nameKey } from '../modules/names.ts';
import { failure, MESSAGES, success } from '../wire/answer-envelope.ts';
import {
  CUSTOM_MODULE_PATHS,
  type CustomModule,
  type CustomModuleChanges,
  type CustomModuleOperation,
} from '../wire/custom-module.ts';
import { DEFAULT_BASE_URL } from '../wire/paths.ts';
import { createHandlerScript, type HandlerControls } from './handler-script.ts';
import type { HttpResponseLike } from './scenarios.ts';

/** What a resolver of msw is given. */
export interface ModuleRequest {
  /** The request, of the web standard. */
  readonly request: Request;
  /** The parts of the path that the handler names. */
  readonly params: Readonly<Record<string, string | readonly string[] | undefined>>;
}

type Register<Handler> = (
  path: string,
  resolver: (info: ModuleRequest) => Promise<Response>,
) => Handler;

/** The part of msw's `http` that is needed here, alike in msw 2 and 3. */
export interface ModuleHttpLike<Handler> {
  /** Makes the handler of a GET. */
  readonly get: Register<Handler>;
  /** Makes the handler of a POST. */
  readonly post: Register<Handler>;
  /** Makes the handler of a PUT. */
  readonly put: Register<Handler>;
  /** Makes the handler of a DELETE. */
  readonly delete: Register<Handler>;
}

/** How the handlers behave. */
export interface CustomModuleHandlersOptions<Handler> {
  /** Your own `http` of msw 2 or 3. */
  readonly http: ModuleHttpLike<Handler>;
  /** Your own `HttpResponse` of msw 2 or 3. */
  readonly HttpResponse: HttpResponseLike;
  /** Default `https://apiweb.mile.app/api/v3`. */
  readonly baseUrl?: string;
  /** The organization's modules at the beginning and after each reset; default none. */
  readonly modules?: readonly CustomModule[];
  /** Whether a bearer may do it: `false` is 403 with `cmod-039`; default every bearer everything. */
  readonly may?: (bearer: string, operation: CustomModuleOperation) => boolean;
  /** Unix time in milliseconds; default `Date.now`, faked or not, and `advance` goes on top. */
  readonly clock?: () => number;
}

/** Handlers and the strings that move them. */
export interface CustomModuleHandlers<Handler> extends HandlerControls<CustomModuleOperation> {
  /** For `setupServer(...handlers)` and `setupWorker(...handlers)`. */
  readonly handlers: Handler[];
  /** The modules as they are now, deleted ones among them. */
  readonly modules: () => readonly CustomModule[];
}

/**
 * Makes msw handlers for the Custom Module endpoints over a list in memory: names are taken once,
 * deletion is soft, and refusals carry their `failedCode`. Never throws.
 *
 * @param options - see {@link CustomModuleHandlersOptions} for defaults
 * @returns the handlers, and what moves them
 * @example
 * const mile = customModuleHandlers({ http, HttpResponse, modules: [stock] });
 * const server = setupServer(...mile.handlers);
 * expect(await client.list()).toEqual([stock]);
 */
export function customModuleHandlers<Handler>(
  options: CustomModuleHandlersOptions<Handler>,
): CustomModuleHandlers<Handler> {
  const { http, HttpResponse, may = () => true } = options;
  let modules = [...(options.modules ?? [])];
  let created = 0;
  const script = createHandlerScript<CustomModuleOperation>(HttpResponse, options.clock, () => {
    modules = [...(options.modules ?? [])];
  });
  const baseUrl = (options.baseUrl ?? DEFAULT_BASE_URL).replace(/\/$/, '');
  const time = () => new Date(script.now()).toISOString();

  function json(status: number, body: object): Response {
    const headers = { 'content-type': 'application/json' };
    return new HttpResponse(JSON.stringify(body), { status, headers });
  }
  const refused = (status: number, failedCode?: string, message = 'Refused.') =>
    json(status, failure(message, failedCode));
  const notFound = () => refused(404, 'cmod-033', MESSAGES.notFound);

  function isTaken(name: string): boolean {
    return modules.some((each) => each.isDeleted !== true && nameKey(each.name) === nameKey(name));
  }

  function change(module: CustomModule, changes: object): CustomModule {
    const changed = { ...module, ...changes, updatedTime: time() };
    modules = modules.map((each) => (each === module ? changed : each));
    return changed;
  }

  function create(body: Readonly<Record<string, unknown>>): Response {
    const { name, type, url } = body;
    if (!isFilled(name) || !isFilled(type) || !isFilled(url)) return refused(400, 'cmod-036');
    if (isTaken(name)) return refused(409, 'cmod-031', 'The name is taken.');
    const label = isFilled(body.label) ? body.label : labelFor(name);
    const _id = `6530f1c2a4b5d6e7f809${(++created).toString(16).padStart(4, '0')}`;
    const state = { isActive: true, isDeleted: false, createdTime: time() };
    const module: CustomModule = { _id, name, label, type, url, ...state };
    modules.push(module);
    return json(200, success(module));
  }

  function update(module: CustomModule, body: CustomModuleChanges): Response {
    return 'name' in body ? refused(400, 'cmod-037') : json(200, success(change(module, body)));
  }

  function remove(module: CustomModule): Response {
    change(module, { isDeleted: true, deletedTime: time() });
    return json(200, { status: true, message: 'Delete success.' });
  }

  const handle =
    (
      operation: CustomModuleOperation,
      act: (body: Readonly<Record<string, unknown>>, module: CustomModule) => Response,
    ) =>
    ({ request, params }: ModuleRequest) =>
      script.play(operation, async () => {
        const bearer = /^bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
        if (bearer === undefined) return refused(401, undefined, MESSAGES.unauthenticated);
        if (!may(bearer, operation)) return refused(403, 'cmod-039');
        const module = modules.find(({ _id, isDeleted }) => _id === params.id && !isDeleted);
        if (params.id !== undefined && !module) return notFound();
        return act(await bodyOf(request), module as CustomModule);
      });

  const list = () => json(200, success(modules.filter(({ isDeleted }) => isDeleted !== true)));
  const one = `${baseUrl}${CUSTOM_MODULE_PATHS.one}/:id`;
  const { journal, fail, advance, reset } = script;
  return {
    handlers: [
      http.get(baseUrl + CUSTOM_MODULE_PATHS.list, handle('list', list)),
      http.post(baseUrl + CUSTOM_MODULE_PATHS.one, handle('create', create)),
      http.get(
        one,
        handle('get', (_body, module) => json(200, success(module))),
      ),
      http.put(
        one,
        handle('update', (body, module) => update(module, body)),
      ),
      http.delete(
        one,
        handle('remove', (_body, module) => remove(module)),
      ),
    ],
    modules: () => modules,
    journal,
    fail,
    advance,
    reset,
  };
}

async function bodyOf(request: Request): Promise<Readonly<Record<string, unknown>>> {
  try {
    const body: unknown = await request.json();
    return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

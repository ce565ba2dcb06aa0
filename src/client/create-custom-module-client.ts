import {
  CUSTOM_MODULE_PATHS,
  type CustomModule,
  type CustomModuleChanges,
  type CustomModuleDraft,
  type CustomModuleOperation,
} from '../wire/custom-module.ts';
import {
  customModuleResponseSchema,
  customModulesResponseSchema,
  removedResponseSchema,
} from '../wire/custom-module-schemas.ts';
import type { WireSchema } from '../wire/schemas.ts';
import { checkBearer } from './checks.ts';
import { type ClientOptions, createClientTransport } from './client-transport.ts';
import { CustomModuleError } from './custom-module-error.ts';
import type { ClientEvent } from './events.ts';
import type { BearerSource } from './options.ts';
import { type RefusedCall, readCustomModuleAnswer } from './read-custom-module-answer.ts';

/** What a client tells of its calls; safe to log as it is. */
export type CustomModuleClientEvent = ClientEvent<CustomModuleOperation>;

/** How a client calls the API: as for short tokens, but for what is named here. */
export interface CustomModuleClientOptions extends ClientOptions<CustomModuleOperation> {
  /** Bytes of an answer after decompression, 1 to 16,777,216; default 1,048,576. */
  readonly maxResponseBytes?: number | undefined;
  /** Told of every repetition and every end of a call. What it throws is ignored. */
  readonly onEvent?: ((event: CustomModuleClientEvent) => void) | undefined;
}

/** Options of one call. */
export interface CustomModuleCallOptions {
  /** Instead of the client's. */
  readonly bearer?: BearerSource | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The Custom Module endpoints. Every function works on its own, without the client before the dot;
 * each throws a `CustomModuleError` where the API refuses with a `failedCode`, a `ShortTokenError`
 * for everything else that goes wrong on the way, and the signal's reason when aborted.
 */
export interface CustomModuleClient {
  /** All modules of the organization; the API knows no pages. */
  readonly list: (options?: CustomModuleCallOptions) => Promise<readonly CustomModule[]>;
  /** @param id - letters, digits, `-` and `_`, 1 to 64 */
  readonly get: (id: string, options?: CustomModuleCallOptions) => Promise<CustomModule>;
  /** Creates a module, and with it the permission `View <name>`. */
  readonly create: (
    draft: CustomModuleDraft,
    options?: CustomModuleCallOptions,
  ) => Promise<CustomModule>;
  /** Sends the given fields; a `name` among them is a TypeError, since a name cannot be edited. */
  readonly update: (
    id: string,
    changes: CustomModuleChanges,
    options?: CustomModuleCallOptions,
  ) => Promise<CustomModule>;
  /** Deletes softly: the API keeps it, marked as deleted. */
  readonly remove: (id: string, options?: CustomModuleCallOptions) => Promise<void>;
}

/**
 * Creates a client for MileApp's Custom Module endpoints.
 *
 * @throws TypeError, RangeError for options of the wrong type or out of bounds
 * @throws ShortTokenError `insecure_url` for an http `baseUrl` beyond loopback
 * @example
 * const { list } = createCustomModuleClient({ bearer: () => session.bearer });
 * const entries = menuFor(await list(), { permissions, platform: 'web' });
 */
export function createCustomModuleClient(
  options: CustomModuleClientOptions = {},
): CustomModuleClient {
  const send = createClientTransport<CustomModuleOperation>(options, 1_048_576);
  const { bearer } = options;

  async function call<Message>(
    [operation, method, path]: readonly [CustomModuleOperation, string, string],
    schema: WireSchema<Message>,
    { bearer: own, signal }: CustomModuleCallOptions = {},
    body?: object,
  ): Promise<Message> {
    const source = own ?? bearer;
    const answer = await send<Message | RefusedCall>({
      operation,
      method,
      path,
      headers: async (stop) => ({
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        authorization: `Bearer ${checkBearer(typeof source === 'function' ? await source({ signal: stop }) : source)}`,
      }),
      body: body && JSON.stringify(body),
      // A module that is created twice is a duplicate.
      repeatable: operation !== 'create',
      signal,
      alsoRead: [403, 404, 409],
      read: (received) => readCustomModuleAnswer(schema, received),
    });
    if (answer && typeof answer === 'object' && 'refusedWith' in answer) {
      throw new CustomModuleError(answer.refusedWith, answer.status);
    }
    return answer as Message;
  }

  return Object.freeze<CustomModuleClient>({
    list: async (options) =>
      (await call(['list', 'GET', CUSTOM_MODULE_PATHS.list], customModulesResponseSchema, options))
        .data,
    get: async (id, options) =>
      (await call(['get', 'GET', pathOf(id)], customModuleResponseSchema, options)).data,
    create: async ({ name, label, type, url }, options) =>
      (
        await call(
          ['create', 'POST', CUSTOM_MODULE_PATHS.one],
          customModuleResponseSchema,
          options,
          {
            name,
            label,
            type,
            url,
          },
        )
      ).data,
    update: async (id, changes, options) => {
      if ('name' in changes) {
        throw new TypeError('changes must not hold a name: to rename, delete and create again');
      }
      return (
        await call(['update', 'PUT', pathOf(id)], customModuleResponseSchema, options, changes)
      ).data;
    },
    remove: async (id, options) => {
      await call(['remove', 'DELETE', pathOf(id)], removedResponseSchema, options);
    },
  });
}

/** An id with a slash or a dot in it could reach another endpoint. */
function pathOf(id: string): string {
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) {
    throw new TypeError('id must be 1 to 64 letters, digits, "-" or "_"');
  }
  return `${CUSTOM_MODULE_PATHS.one}/${id}`;
}

import {
  CUSTOM_MODULE_PATHS,
  type CustomModule,
  type CustomModuleChanges,
  type CustomModuleDraft,
  type CustomModuleOperation,
} from '../wire/custom-module.ts';
import { askBearer, checkOptions } from './check-options.ts';
import type { BearerSource, CallOptions, ClientEvent, ClientOptions } from './options.ts';
import { readModuleList, readOneModule, readRemoved } from './read-answer.ts';
import { type Call, createTransport } from './transport.ts';

/** What a client tells of its calls; safe to log as it is. */
export type CustomModuleClientEvent = ClientEvent<CustomModuleOperation>;

/** How a Custom Module client calls the API. */
export interface CustomModuleClientOptions extends ClientOptions<CustomModuleOperation> {
  /** Bytes of an answer after decompression, 1 to 16,777,216; default 1,048,576. */
  readonly maxResponseBytes?: number | undefined;
  /** Told of every start, repetition and end of a call, and of records that are left out. What it throws is ignored. */
  readonly onEvent?: ((event: CustomModuleClientEvent) => void) | undefined;
}

/** Options of one call. */
export interface CustomModuleCallOptions extends CallOptions {
  /** Instead of the client's. */
  readonly bearer?: BearerSource | undefined;
}

/**
 * The Custom Module endpoints. Every function works on its own, without the client before the dot;
 * each throws a `CustomModuleError` where the API refuses with a `failedCode`, a `ShortTokenError`
 * for everything else that goes wrong on the way, and the signal's reason when aborted.
 */
export interface CustomModuleClient {
  /**
   * All modules of the organization; the API knows no pages. Records without the documented shape
   * are left out and told of in a `skipped` event; if no other is there, the call fails.
   */
  readonly list: (options?: CustomModuleCallOptions) => Promise<readonly CustomModule[]>;
  /**
   * One module.
   *
   * @param id - letters, digits, `-` and `_`, 1 to 64
   */
  readonly get: (id: string, options?: CustomModuleCallOptions) => Promise<CustomModule>;
  /** Creates a module, and with it the permission `View <name>`. */
  readonly create: (
    draft: CustomModuleDraft,
    options?: CustomModuleCallOptions,
  ) => Promise<CustomModule>;
  /**
   * Sends the documented fields among those given; none of them, or a `name`, which cannot be edited,
   * is a TypeError.
   */
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
 * @param options - see {@link CustomModuleClientOptions} for units, bounds and defaults
 * @returns the five calls
 * @throws TypeError, RangeError for options of the wrong type or out of bounds
 * @throws ShortTokenError `insecure_url` for an http `baseUrl` beyond loopback
 * @example
 * const { list } = createCustomModuleClient({ bearer: () => session.bearer });
 * const entries = menuFor(await list(), { permissions, platform: 'web' });
 */
export function createCustomModuleClient(
  options: CustomModuleClientOptions = {},
): CustomModuleClient {
  const send = createTransport(checkOptions<CustomModuleOperation>(options, 1_048_576));
  const { bearer } = options;

  async function call<Value>(
    operation: CustomModuleOperation,
    method: string,
    path: string,
    read: Call<Value, CustomModuleOperation>['read'],
    own: CustomModuleCallOptions = {},
    body?: object,
  ): Promise<Value> {
    const source = own.bearer ?? bearer;
    return send({
      operation,
      method,
      path,
      headers: async (signal) => ({
        accept: 'application/json',
        ...(body && { 'content-type': 'application/json' }),
        authorization: `Bearer ${await askBearer(source, signal)}`,
      }),
      body: body && JSON.stringify(body),
      // A change that is made twice is a duplicate, or undoes what somebody else did in between.
      repeatable: method === 'GET',
      options: own,
      readsBodyOf: isRefusal,
      read,
    });
  }

  return Object.freeze<CustomModuleClient>({
    list: (own) => call('list', 'GET', CUSTOM_MODULE_PATHS.list, readModuleList, own),
    get: async (id, own) => call('get', 'GET', pathOf(id), readOneModule, own),
    create: ({ name, label, type, url }, own) => {
      const draft = { name, label, type, url };
      return call('create', 'POST', CUSTOM_MODULE_PATHS.one, readOneModule, own, draft);
    },
    update: async (id, changes, own) => {
      if ('name' in changes) {
        throw new TypeError('changes must not hold a name: to rename, delete and create again');
      }
      return call('update', 'PUT', pathOf(id), readOneModule, own, editable(changes));
    },
    remove: async (id, own) => call('remove', 'DELETE', pathOf(id), readRemoved, own),
  });
}

/** Typed by what may be given, so that the compiler asks for a field that is added there. */
const EDITABLE: Readonly<Record<keyof CustomModuleChanges, true>> = {
  label: true,
  type: true,
  url: true,
  isActive: true,
  permissions: true,
  configuration: true,
  metadata: true,
};

/** A whole module may be given, with what only the server sets. */
function editable(changes: CustomModuleChanges): object {
  const entries = Object.entries(changes).filter(
    ([name, value]) => Object.hasOwn(EDITABLE, name) && value !== undefined,
  );
  if (entries.length === 0) throw new TypeError('changes must hold a field that can be edited');
  return Object.fromEntries(entries);
}

/** The documentation does not say which status a `failedCode` comes with. */
function isRefusal(status: number): boolean {
  return status >= 400;
}

/** An id with a slash or a dot in it could reach another endpoint. */
function pathOf(id: string): string {
  if (typeof id !== 'string' || !/^[\w-]{1,64}$/.test(id)) {
    throw new TypeError('id must be 1 to 64 letters, digits, "-" or "_"');
  }
  return `${CUSTOM_MODULE_PATHS.one}/${id}`;
}

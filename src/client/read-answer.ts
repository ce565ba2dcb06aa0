import { REFUSED, resolvedIdentity } from '../token/identity.ts';
import type { GeneratedToken, ResolveResult } from '../token/types.ts';
import type { CustomModule } from '../wire/custom-module.ts';
import { CustomModuleError } from '../wire/custom-module-error.ts';
import {
  customModuleResponseSchema,
  customModuleSchema,
  customModulesResponseSchema,
  removedResponseSchema,
} from '../wire/custom-module-schemas.ts';
import { readExpiresAt } from '../wire/expires-at.ts';
import { readMessage } from '../wire/read-message.ts';
import {
  failureSchema,
  generateResponseSchema,
  resolveResponseSchema,
  topLevelGenerateResponseSchema,
  type WireSchema,
} from '../wire/schemas.ts';
import type { Failure } from './failure.ts';
import type { Answer } from './read-response.ts';

/** What an answer means. */
export type Reading<Value> =
  | { readonly value: Value; readonly outcome: 'ok' | 'refused' }
  /** The API understood and refused, and the caller is told so by an error of its own. */
  | { readonly refusal: Error }
  | { readonly failure: Failure };

/** What a reader is told beside the answer. */
export interface ReadContext {
  /** Whether the server can have seen the call only once, as far as can be known. */
  readonly isFirst: boolean;
  /** Tells of records that are left out. */
  readonly skip: (issues: readonly string[]) => void;
}

/** What a piece of JSON is: a Custom Module, or something else. */
export type CustomModuleReading =
  | {
      /** It is a Custom Module. */
      readonly ok: true;
      /** The module, unknown fields included. */
      readonly module: CustomModule;
    }
  | {
      /** It is something else. */
      readonly ok: false;
      /** Paths of the fields that do not have the documented shape, never their values. */
      readonly issues: readonly string[];
    };

/** What an answer to generate means. Its fields stand in `data`, or at the top level. */
export function readGenerated(answer: Answer): Reading<GeneratedToken> {
  const { shortToken, data } = (answer.json ?? {}) as Record<string, unknown>;
  const atTop = shortToken !== undefined && data === undefined;
  const use = (found: { readonly shortToken: string; readonly expiresAt: number | string }) =>
    Object.freeze({
      shortToken: found.shortToken,
      expiresAt: readExpiresAt(found.expiresAt) as Date,
    });
  return atTop
    ? documented(topLevelGenerateResponseSchema, answer, use)
    : documented(generateResponseSchema, answer, (message) => use(message.data));
}

/** What an answer to resolve means. */
export function readResolved(
  answer: Answer,
  { isFirst }: Pick<ReadContext, 'isFirst'>,
): Reading<ResolveResult> {
  const { status, json, requestId } = answer;
  // The API's one answer to a token that is not good. A 400 of another shape is somebody else's.
  if (status === 400 && readMessage(failureSchema, json).ok) {
    return isFirst
      ? { outcome: 'refused', value: REFUSED }
      : { failure: { code: 'outcome_unknown', status, requestId } };
  }
  return documented(resolveResponseSchema, answer, ({ data }) => resolvedIdentity(data));
}

/** What an answer with one module means. */
export function readOneModule(answer: Answer): Reading<CustomModule> {
  return (
    refusedByCode(answer) ?? documented(customModuleResponseSchema, answer, ({ data }) => data)
  );
}

/**
 * What an answer with all modules means. Records that do not have the documented shape are left out
 * and told of, so that one of them does not empty every menu.
 */
export function readModuleList(
  answer: Answer,
  { skip }: Pick<ReadContext, 'skip'>,
): Reading<readonly CustomModule[]> {
  const refused = refusedByCode(answer);
  if (refused) return refused;
  const { status, requestId } = answer;
  const modules: CustomModule[] = [];
  const issues: string[] = [];
  const reading = documented(customModulesResponseSchema, answer, ({ data }) => {
    for (const [at, record] of data.entries()) {
      const module = readMessage(customModuleSchema, record);
      if (module.ok) modules.push(module.value);
      else issues.push(...module.issues.map((path) => `data.${at}.${path}`));
    }
    return modules;
  });
  if (issues.length === 0) return reading;
  if (modules.length === 0) {
    return { failure: { code: 'response_invalid', status, requestId, issues } };
  }
  skip(Object.freeze(issues));
  return reading;
}

/** What an answer to a deletion means. */
export function readRemoved(answer: Answer): Reading<void> {
  // Undocumented, and usual: no content (RFC 9110 section 15.3.5).
  if (answer.status === 204) return { outcome: 'ok', value: undefined };
  return refusedByCode(answer) ?? documented(removedResponseSchema, answer, () => undefined);
}

/**
 * Reads a Custom Module from JSON that comes from elsewhere than the client, a cache or a fixture;
 * unknown fields and unknown `type` values stay. Never throws.
 *
 * @param json - anything that `JSON.parse` returns
 * @returns the module, or the paths of the fields that are not as documented
 * @example
 * const read = readCustomModule(JSON.parse(cached));
 * if (read.ok) show(read.module);
 */
export function readCustomModule(json: unknown): CustomModuleReading {
  const read = readMessage(customModuleSchema, json);
  return read.ok ? { ok: true, module: read.value } : read;
}

/** A refusal with a `failedCode`, whatever its status. */
function refusedByCode({ status, json }: Answer): Reading<never> | undefined {
  const failedCode = (json as { readonly failedCode?: unknown } | null | undefined)?.failedCode;
  // The documented form only, so that nothing else of a body gets into an error.
  if (typeof failedCode !== 'string' || !/^cmod-\d{1,4}$/.test(failedCode)) return undefined;
  return readMessage(failureSchema, json).ok
    ? { refusal: new CustomModuleError(failedCode, status) }
    : undefined;
}

function documented<Message, Value>(
  schema: WireSchema<Message>,
  { status, json, requestId, failure }: Answer,
  use: (message: Message) => Value,
): Reading<Value> {
  if (failure) return { failure };
  const message = readMessage(schema, json);
  return message.ok
    ? { outcome: 'ok', value: use(message.value) }
    : { failure: { code: 'response_invalid', status, requestId, issues: message.issues } };
}

import { isBearer, isShortToken } from '../token/characters.ts';
import { readExpiresAt } from './expires-at.ts';
import type {
  GenerateData,
  GenerateResponseBody,
  ResolveRequestBody,
  ResolveResponseBody,
} from './messages.ts';

// What a reader insists on, and no more: fields that are not named here are let in and dropped. Two
// kinds of schema suffice, so a schema library would cost the client more than all the rest of it.

/** Whether a value is what a field holds; a field that may be absent takes `undefined`. */
export type FieldCheck = (value: unknown) => boolean;

/** The fields of an object. `Value` is what a value that fits may be taken for. */
export interface WireSchema<Value> {
  readonly fields: { readonly [name: string]: FieldCheck | WireSchema<unknown> };
  /** Whether fields that are not named are kept. */
  readonly keepsOthers?: boolean;
  /** Only for the compiler. */
  readonly value?: Value;
}

/** Longest id of a user or an organization, in characters. */
export const MAX_ID_LENGTH = 1_024;

/** The fields that the OpenAPI document describes further. */
export const checks = {
  statusTrue: (value: unknown) => value === true,
  statusFalse: (value: unknown) => value === false,
  statusTrueOrAbsent: (value: unknown) => value === true || value === undefined,
  shortToken: isShortToken as FieldCheck,
  bearerToken: isBearer as FieldCheck,
  id: (value: unknown) =>
    typeof value === 'string' && value.length <= MAX_ID_LENGTH && /\S/.test(value),
  expiresAt: (value: unknown) => readExpiresAt(value) !== undefined,
};

/** Body of a resolve request. */
export const resolveRequestSchema: WireSchema<ResolveRequestBody> = {
  fields: { shortToken: checks.shortToken },
};

const generated = { shortToken: checks.shortToken, expiresAt: checks.expiresAt };

/** A successful answer to generate, as the reference issuer gives it. */
export const generateResponseSchema: WireSchema<GenerateResponseBody> = {
  fields: { status: checks.statusTrue, data: { fields: generated } },
};

/** A successful answer to generate without `data` around it. */
export const topLevelGenerateResponseSchema: WireSchema<GenerateData> = {
  fields: { status: checks.statusTrueOrAbsent, ...generated },
};

/** A successful answer to resolve. */
export const resolveResponseSchema: WireSchema<ResolveResponseBody> = {
  fields: {
    status: checks.statusTrue,
    data: {
      fields: {
        bearerToken: checks.bearerToken,
        userId: checks.id,
        organizationId: checks.id,
      },
    },
  },
};

/** Any refused call. */
export const failureSchema: WireSchema<{ readonly status: false }> = {
  fields: { status: checks.statusFalse },
};

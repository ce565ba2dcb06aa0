import * as z from 'zod/mini';
import { isBearer, isShortToken } from '../token/characters.ts';
import { readExpiresAt } from './expires-at.ts';
import type { GenerateResponseBody, ResolveRequestBody, ResolveResponseBody } from './messages.ts';

// What a reader insists on, and no more: fields that are not named here are let in and dropped.
// Each kind of zod schema costs the client about 200 bytes, so objects and predicates have to do;
// what a predicate cannot say of itself, openapi.ts says for it.

/** A schema whose output is one of our own interfaces, so that zod's types stay in this room. */
export type WireSchema<Value> = z.ZodMiniType<Value>;

/** The parts that the OpenAPI document describes further. */
export const parts = {
  statusTrue: z.custom<true>((value) => value === true),
  statusFalse: z.custom<false>((value) => value === false),
  shortToken: z.custom<string>(isShortToken),
  bearerToken: z.custom<string>(isBearer),
  userId: z.custom<string>(isFilled),
  organizationId: z.custom<string>(isFilled),
  expiresAt: z.custom<number | string>((value) => readExpiresAt(value) !== undefined),
};

/** Body of a resolve request. */
export const resolveRequestSchema: WireSchema<ResolveRequestBody> = z.object({
  shortToken: parts.shortToken,
});

/** A successful answer to generate. */
export const generateResponseSchema: WireSchema<GenerateResponseBody> = z.object({
  status: parts.statusTrue,
  data: z.object({ shortToken: parts.shortToken, expiresAt: parts.expiresAt }),
});

/** A successful answer to resolve. */
export const resolveResponseSchema: WireSchema<ResolveResponseBody> = z.object({
  status: parts.statusTrue,
  data: z.object({
    bearerToken: parts.bearerToken,
    userId: parts.userId,
    organizationId: parts.organizationId,
  }),
});

/** Any refused call. */
export const failureSchema: WireSchema<{ readonly status: false }> = z.object({
  status: parts.statusFalse,
});

function isFilled(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

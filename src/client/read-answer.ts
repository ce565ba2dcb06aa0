import { REFUSED, resolvedIdentity } from '../token/identity.ts';
import type { GeneratedToken, ResolveResult } from '../token/types.ts';
import { readExpiresAt } from '../wire/expires-at.ts';
import { readMessage } from '../wire/read-message.ts';
import {
  failureSchema,
  generateResponseSchema,
  resolveResponseSchema,
  type WireSchema,
} from '../wire/schemas.ts';
import type { Answer } from './send-request.ts';
import type { Reading } from './transport.ts';

/** What an answer to generate means. */
export function readGenerated({ status, json }: Answer): Reading<GeneratedToken> {
  return documented(generateResponseSchema, status, json, ({ data }) => {
    const expiresAt = readExpiresAt(data.expiresAt) as Date;
    return { outcome: 'ok', value: Object.freeze({ shortToken: data.shortToken, expiresAt }) };
  });
}

/** What an answer to resolve means. */
export function readResolved({ status, json }: Answer): Reading<ResolveResult> {
  // The API's one answer to a token that is not good. A 400 of another shape is somebody else's.
  if (status === 400 && readMessage(failureSchema, json).ok) {
    return { outcome: 'refused', value: REFUSED };
  }
  return documented(resolveResponseSchema, status, json, ({ data }) => ({
    outcome: 'ok',
    value: resolvedIdentity(data),
  }));
}

function documented<Message, Value>(
  schema: WireSchema<Message>,
  status: number,
  json: unknown,
  use: (message: Message) => Reading<Value>,
): Reading<Value> {
  if (status === 400) return { failure: { code: 'bad_request', status } };
  const message = readMessage(schema, json);
  if (message.ok) return use(message.value);
  return { failure: { code: 'response_invalid', status, issues: message.issues } };
}

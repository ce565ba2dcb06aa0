import { readMessage } from '../wire/read-message.ts';
import { failureSchema, type WireSchema } from '../wire/schemas.ts';
import { type Answer, codeOfStatus } from './send-request.ts';
import type { Reading } from './transport.ts';

/** A call that the API refused and said why. */
export interface RefusedCall {
  /** The documented form only, so that nothing else of a body gets into an error. */
  readonly refusedWith: string;
  readonly status: number;
}

/** What an answer of a Custom Module endpoint means. */
export function readCustomModuleAnswer<Message>(
  schema: WireSchema<Message>,
  { status, json }: Answer,
): Reading<Message | RefusedCall> {
  const refusedWith = (json as { readonly failedCode?: unknown } | null)?.failedCode;
  if (
    readMessage(failureSchema, json).ok &&
    typeof refusedWith === 'string' &&
    /^cmod-\d{1,4}$/.test(refusedWith)
  ) {
    return { outcome: 'refused', value: { refusedWith, status } };
  }
  const code = codeOfStatus(status);
  if (code) return { failure: { code, status } };
  const message = readMessage(schema, json);
  return message.ok
    ? { outcome: 'ok', value: message.value }
    : { failure: { code: 'response_invalid', status, issues: message.issues } };
}

import { toShortTokenError } from './to-error.ts';

/** Why the caller aborted; older runtimes do not keep the reason, so there it is our own error. */
export function abortReason(signal: AbortSignal): unknown {
  return signal.reason === undefined ? toShortTokenError({ code: 'aborted' }) : signal.reason;
}

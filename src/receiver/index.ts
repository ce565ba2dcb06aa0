export type { Admission } from './admission.ts';
export {
  createReceiver,
  type IdentityHandler,
  type Receiver,
  type WebReceiverOptions,
} from './create-receiver.ts';
export { identityFrom, type MileIdentity, type StoredIdentity } from './identity.ts';
export type { ReceiverOptions } from './options.ts';
export type {
  Absent,
  Asked,
  Authenticated,
  Kept,
  ReceiveOutcome,
  ReceiverEvent,
  RefusalReason,
  Refused,
  SignedOut,
  Skipped,
  SkipReason,
  Unavailable,
} from './outcome.ts';
export type { LoggedError } from './redaction/logged-error.ts';
export type { LogDestination, LogStream } from './redaction/redacting-stream.ts';
export {
  createRedactor,
  type LoggedRequest,
  type Redactor,
  type RedactorOptions,
} from './redaction/redactor.ts';
export {
  type GetIronSession,
  type IronSessionBinding,
  ironSession,
  type WebRequest,
} from './session/iron-session.ts';
export { type MemorySessionOptions, memorySession } from './session/memory-session.ts';
export { readCookie } from './session/read-cookie.ts';
export type { SessionAnswer, SessionBinding, SessionContext } from './session/session-binding.ts';
export { type SessionCookieOptions, sessionCookie } from './session/session-cookie.ts';

export { createReceiver, type Receiver } from './create-receiver.ts';
export {
  type ExpressErrorPages,
  expressErrorPages,
  type FastifyErrorPages,
  fastifyErrorPages,
} from './error-pages.ts';
export type { ReceivedIdentity } from './identity.ts';
export type { HandOff, OnAuthenticated, ReceiveContext, ReceiverOptions } from './options.ts';
export type {
  Absent,
  Authenticated,
  ReceiveOutcome,
  ReceiverEvent,
  Rejected,
  RejectReason,
  Skipped,
  SkipReason,
  Unavailable,
} from './outcome.ts';
export {
  createRedactor,
  type LogDestination,
  type LoggedError,
  type LoggedRequest,
  type Redactor,
} from './redactor.ts';
export { type SessionCookieOptions, sessionCookie } from './session-cookie.ts';
export type { FragmentRelay, TokenLocation } from './token-location.ts';

import type { MileIdentity } from '../identity.ts';
import { isPromise } from '../is-promise.ts';
import type { SessionBinding } from '../session/session-binding.ts';

/** What comes after the receiver. */
export type Next = (error?: unknown) => void;

/** A request that says who is signed in. */
interface WithIdentity {
  mileIdentity?: MileIdentity | undefined;
}

/** Reads whose session a request has, and goes on. */
export function continueSession<Incoming extends WithIdentity>(
  session: SessionBinding<Incoming>,
  request: Incoming,
  next: Next,
): void {
  // Nearly every session is read at once, and then nothing has to wait.
  let identity: ReturnType<typeof session.read>;
  try {
    identity = session.read(request);
  } catch (error) {
    next(error);
    return;
  }
  if (isPromise(identity)) continueLater(identity, request, next);
  else continueAs(identity, request, next);
}

/** Says who is signed in, and goes on. */
export function continueAs(
  identity: MileIdentity | undefined,
  request: WithIdentity,
  next: Next,
): void {
  // A request without an identity keeps its shape.
  if (identity !== undefined || request.mileIdentity !== undefined) request.mileIdentity = identity;
  next();
}

function continueLater(
  identity: Promise<MileIdentity | undefined>,
  request: WithIdentity,
  next: Next,
): void {
  identity.then((found) => continueAs(found, request, next), next);
}

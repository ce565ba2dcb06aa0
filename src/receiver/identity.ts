import { isBearer } from '../token/characters.ts';
import { fieldOf } from './foreign-values.ts';

const FIELDS = [
  'userId',
  'organizationId',
  'bearerToken',
] as const satisfies (keyof StoredIdentity)[];

/** What a session keeps of a user: plain data that survives JSON. It holds the user's real bearer. */
export interface StoredIdentity {
  /** Id of the user in MileApp. */
  readonly userId: string;
  /** Id of the user's organization. */
  readonly organizationId: string;
  /** The user's real bearer. */
  readonly bearerToken: string;
}

/**
 * A user who came from MileApp. Whatever can act for the user is not enumerable, so logging,
 * spreading and `JSON.stringify` leave it out.
 */
export interface MileIdentity {
  /** Id of the user in MileApp. */
  readonly userId: string;
  /** Id of the user's organization, for your own authorization. */
  readonly organizationId: string;
  /** The user's real bearer. Not enumerable. */
  readonly bearerToken: string;
  /** Returns the value of an `Authorization` header for calls back to MileApp as this user. */
  readonly authorization: () => string;
  /** Returns the identity as plain data, bearer included, for the server's own session store. */
  readonly toSession: () => StoredIdentity;
}

/**
 * Takes an identity out of a session. Never throws.
 *
 * @param session - what `identity.toSession()` gave, JSON round trip or not; anything else is nobody
 * @returns the identity, or `undefined` where there is none
 * @example
 * request.session.mile = identity.toSession();
 * const identity = identityFrom(request.session.mile);
 */
export function identityFrom(session: unknown): MileIdentity | undefined {
  const [userId, organizationId, bearerToken] = FIELDS.map((name) => fieldOf(session, name));
  const known = isId(userId) && isId(organizationId) && isBearer(bearerToken);
  return known ? mileIdentity({ userId, organizationId, bearerToken }) : undefined;
}

/** Whether both are the same user in the same organization. */
export function isSameUser(one: MileIdentity, other: MileIdentity): boolean {
  return one.userId === other.userId && one.organizationId === other.organizationId;
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function mileIdentity({ userId, organizationId, bearerToken }: StoredIdentity): MileIdentity {
  const identity = Object.defineProperties(
    { userId, organizationId },
    {
      bearerToken: { value: bearerToken },
      authorization: { value: () => `Bearer ${bearerToken}` },
      toSession: { value: () => ({ userId, organizationId, bearerToken }) },
    },
  );
  return Object.freeze(identity) as MileIdentity;
}

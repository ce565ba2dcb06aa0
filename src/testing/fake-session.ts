import type { MileIdentity } from '../receiver/identity.ts';
import type { SessionBinding } from '../receiver/session/session-binding.ts';

/** A session that tests sign in and out. */
export interface FakeSession extends SessionBinding<unknown> {
  /** Makes every request from now on one of this user. */
  readonly signIn: (identity: MileIdentity) => void;
  /** Makes every request from now on one of a stranger. */
  readonly signOut: () => void;
}

/**
 * Makes a session for the receiver of an application under test: it is signed in without a token, and
 * on every adapter. Never throws.
 *
 * @param identity - whose requests all are; default: a stranger's
 * @returns a binding for the option `session`
 * @example
 * const session = fakeSession(fakeIdentity());
 * const app = createApp({ session });
 * expect((await app.request('/webhook')).status).toBe(200);
 */
export function fakeSession(identity?: MileIdentity): FakeSession {
  let current = identity;
  return Object.freeze({
    signIn(next: MileIdentity) {
      current = next;
    },
    signOut() {
      current = undefined;
    },
    read: () => current,
    start(next: MileIdentity) {
      current = next;
    },
    end() {
      current = undefined;
    },
  } satisfies FakeSession);
}

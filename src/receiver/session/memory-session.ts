import type { AnyRequest } from '../any-request.ts';
import { identityFrom, type MileIdentity, type StoredIdentity } from '../identity.ts';
import { readCookies } from './read-cookie.ts';
import type { SessionBinding } from './session-binding.ts';
import { sessionCookie } from './session-cookie.ts';

/** How sessions are kept in memory. */
export interface MemorySessionOptions {
  /** Name of the cookie without its prefix `__Host-`; default `mile-session`. */
  readonly cookieName?: string | undefined;
  /** Whole seconds, 1 to 34,560,000; default 28,800 (8 hours). */
  readonly maxAgeSeconds?: number | undefined;
  /** Sessions at one time, at least 1; the oldest makes room for the newest; default 10,000. */
  readonly maxSessions?: number | undefined;
}

interface MemorySession {
  readonly stored: StoredIdentity;
  readonly expiresAt: number;
}

/**
 * Keeps sessions in the memory of this process: for development, for tests, and for a service of one
 * process whose users may be asked to open it again after a restart.
 *
 * @param options - how long a session lives, and how many there may be
 * @returns a binding that works on every adapter
 * @throws TypeError, RangeError for an option that cannot work
 * @example
 * app.use(expressReceiver({ moduleUrl, client, admit, session: memorySession() }));
 */
export function memorySession(options: MemorySessionOptions = {}): SessionBinding<AnyRequest> {
  const { cookieName = 'mile-session', maxAgeSeconds = 28_800, maxSessions = 10_000 } = options;
  if (!Number.isInteger(maxSessions) || maxSessions < 1) {
    throw new RangeError('maxSessions must be a whole number of at least 1.');
  }
  // A cookie of age 0 would be gone before it comes back; sessionCookie refuses the rest, and bad names.
  if (maxAgeSeconds === 0) throw new RangeError('maxAgeSeconds must be at least 1.');
  sessionCookie(cookieName, '', { maxAgeSeconds });
  const sessions = new Map<string, MemorySession>();

  function find(id: string): MileIdentity | undefined {
    const session = sessions.get(id);
    if (session === undefined) return undefined;
    if (Date.now() < session.expiresAt) return identityFrom(session.stored);
    sessions.delete(id);
    return undefined;
  }

  function forget(request: AnyRequest): void {
    for (const id of readCookies(request, cookieName)) sessions.delete(id);
  }

  return Object.freeze({
    read(request) {
      for (const id of readCookies(request, cookieName)) {
        const identity = find(id);
        if (identity !== undefined) return identity;
      }
      return undefined;
    },
    start(identity, request, { isEmbedded }) {
      forget(request);
      const [oldest] = sessions.keys();
      if (sessions.size >= maxSessions && oldest !== undefined) sessions.delete(oldest);
      const id = crypto.randomUUID();
      const expiresAt = Date.now() + maxAgeSeconds * 1000;
      sessions.set(id, { stored: identity.toSession(), expiresAt });
      return sessionCookie(cookieName, id, { maxAgeSeconds, isEmbedded });
    },
    end(request) {
      forget(request);
      return [false, true].map((isEmbedded) =>
        sessionCookie(cookieName, '', { maxAgeSeconds: 0, isEmbedded }),
      );
    },
  } satisfies SessionBinding<AnyRequest>);
}

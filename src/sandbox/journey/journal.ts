import { randomBytes } from 'node:crypto';
import type { Invocation, InvocationOrigin, JourneyOutcome, JourneyStep, Named } from './types.ts';

/** What is known of an invocation when it begins. */
export interface InvocationStart {
  readonly origin: InvocationOrigin;
  readonly module?: Named | undefined;
  readonly user?: Named | undefined;
}

/** Keeps the latest invocations and tells of every change. */
export interface Journal {
  /** @returns the id of the new invocation */
  readonly begin: (start: InvocationStart) => string;
  /** Notes a step; for an invocation that is no longer kept it does nothing. */
  readonly record: (id: string, step: JourneyStep) => void;
  /** Notes which token belongs to an invocation. */
  readonly link: (id: string, tokenDigest: string, expiresAt: number) => void;
  readonly get: (id: string) => Invocation | undefined;
  /** The invocation that a token was generated in. */
  readonly findByDigest: (tokenDigest: string) => Invocation | undefined;
  /** The oldest first. */
  readonly list: () => Invocation[];
  readonly clear: () => void;
  /**
   * Calls with every invocation that has changed.
   *
   * @returns a function that ends it
   */
  readonly subscribe: (onChange: (changed: Invocation) => void) => () => void;
}

// A service that polls MileApp all day is to fill neither the memory nor the page.
const MAX_STEPS = 200;

/**
 * Makes a journal of the latest invocations.
 *
 * @param options.limit - invocations to keep, at least 1
 * @param options.now - Unix time in milliseconds
 */
export function createJournal(options: {
  readonly limit: number;
  readonly now: () => number;
}): Journal {
  const { limit, now } = options;
  const invocations = new Map<string, Invocation>();
  const byDigest = new Map<string, string>();
  const listeners = new Set<(changed: Invocation) => void>();

  function put(invocation: Invocation): void {
    invocations.set(invocation.id, invocation);
    for (const listener of listeners) listener(invocation);
  }

  function dropOldest(): void {
    for (const [id, { tokenDigest }] of invocations) {
      if (invocations.size <= limit) return;
      invocations.delete(id);
      if (tokenDigest !== undefined && byDigest.get(tokenDigest) === id) {
        byDigest.delete(tokenDigest);
      }
    }
  }

  return {
    begin({ origin, module, user }) {
      const id = randomBytes(9).toString('base64url');
      const known = {
        ...(module && { module: named(module) }),
        ...(user && { user: named(user) }),
      };
      put({ id, origin, startedAt: now(), ...known, outcome: 'ok', steps: [] });
      dropOldest();
      return id;
    },
    record(id, step) {
      const invocation = invocations.get(id);
      if (invocation === undefined || invocation.steps.length >= MAX_STEPS) return;
      // A page reports what it did a moment later.
      const steps = [...invocation.steps, step].sort((a, b) => a.at - b.at);
      put({ ...invocation, steps, outcome: outcomeOf(steps) });
    },
    link(id, tokenDigest, expiresAt) {
      const invocation = invocations.get(id);
      if (invocation === undefined) return;
      byDigest.set(tokenDigest, id);
      put({ ...invocation, tokenDigest, expiresAt });
    },
    get: (id) => invocations.get(id),
    findByDigest: (tokenDigest) => invocations.get(byDigest.get(tokenDigest) ?? ''),
    list: () => [...invocations.values()],
    clear() {
      invocations.clear();
      byDigest.clear();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}

function outcomeOf(steps: readonly JourneyStep[]): JourneyOutcome {
  const latest = new Map(steps.map(({ kind, outcome }) => [kind, outcome]));
  const outcomes = new Set(latest.values());
  return outcomes.has('failed') ? 'failed' : outcomes.has('refused') ? 'refused' : 'ok';
}

function named({ id, name }: Named): Named {
  return { id, name };
}

/** What happens in an invocation, in the usual order. */
export type JourneyStepKind =
  /** A person chooses the menu entry. */
  | 'click'
  /** The host trades the user's bearer for a short token. */
  | 'generate'
  /** The host opens the rendered URL. */
  | 'open'
  /** The service trades the short token back. */
  | 'resolve'
  /** The service learns who it is. */
  | 'identity'
  /** What the service answers to the request with the token. */
  | 'answer'
  /** The service calls MileApp on the user's behalf. */
  | 'callback';

/** How a step ended: `refused` is a definite no, `failed` means that nobody can say. */
export type JourneyOutcome = 'ok' | 'refused' | 'failed';

/** One step of an invocation; neither a token nor a bearer is in it. */
export interface JourneyStep {
  /** What happened. */
  readonly kind: JourneyStepKind;
  /** Unix time in milliseconds on the sandbox's clock. */
  readonly at: number;
  /** How long it took, in milliseconds. */
  readonly durationMs: number;
  /** How it ended. */
  readonly outcome: JourneyOutcome;
  /** HTTP status; absent where there was no answer. */
  readonly status?: number;
  /** What a client makes of it, `short_token_invalid` or `rate_limited` for example. */
  readonly code?: string;
  /** For a person: the call, the reason that only MileApp knows, or the name of the user. */
  readonly detail?: string;
  /** Whether a fault was played instead of the real answer. */
  readonly fault?: true;
}

/** Where an invocation began: `api` stands for a generate call without a click. */
export type InvocationOrigin = 'web' | 'mobile' | 'trigger' | 'test' | 'audit' | 'api';

/** A module or a user by id and name. */
export interface Named {
  /** Id, as in the seed. */
  readonly id: string;
  /** Name, as the pages show it. */
  readonly name: string;
}

/** Everything that is known of one invocation. */
export interface Invocation {
  /** Id of the invocation, which tells nothing of the token. */
  readonly id: string;
  /** Where it began. */
  readonly origin: InvocationOrigin;
  /** Unix time in milliseconds on the sandbox's clock. */
  readonly startedAt: number;
  /** The module that was opened, where it is known. */
  readonly module?: Named;
  /** The user who opened it, where it is known. */
  readonly user?: Named;
  /** The first 8 characters of what the token's name in the store is; useless for anything else. */
  readonly tokenDigest?: string;
  /** Unix time in milliseconds on the sandbox's clock. */
  readonly expiresAt?: number;
  /** The worst among the latest steps of each kind: a call that went well in the end went well. */
  readonly outcome: JourneyOutcome;
  /** What happened, in order; 200 steps at most. */
  readonly steps: readonly JourneyStep[];
}

import type { ModuleUrlError } from '../url/module-url-error.ts';
import type { ShortTokenError } from '../wire/short-token-error.ts';

/** Why nothing was opened. */
export type OpenFailure =
  /** The module URL may not be used; `error` is a `ModuleUrlError`. */
  | 'url'
  /** The generator failed or gave no usable token; `error` is what it threw, or a `ModuleUrlError`. */
  | 'generator'
  /** The caller's signal fired, or the page was left; `error` is the signal's reason. */
  | 'aborted'
  /** The tab or frame was closed, removed, led elsewhere or given to another module; the token was dropped. */
  | 'gone'
  /** `openUrl` or the launch page failed. Without `error`: theirs may quote the URL. */
  | 'launcher'
  /** The page's own Content-Security-Policy does not let the module into a frame. */
  | 'policy';

/** Opened: the navigation has begun. Whether the page then loads, or is closed, nobody can tell. */
export interface Opened {
  /** What happened. */
  readonly status: 'opened';
  /** Never there. */
  readonly reason?: never;
  /** Never there. */
  readonly error?: never;
}

/** The browser did not allow a new tab; no token was asked for. */
export interface Blocked {
  /** What happened. */
  readonly status: 'blocked';
  /** Never there. */
  readonly reason?: never;
  /** Never there. */
  readonly error?: never;
}

/** No token, or no launch page, in time. */
export interface TimedOut {
  /** What happened. */
  readonly status: 'timeout';
  /** Never there. */
  readonly reason?: never;
  /** What the time limit, or the client that has one, threw. */
  readonly error?: ModuleUrlError | ShortTokenError;
}

/** Nothing was opened. */
export interface Failed {
  /** What happened. */
  readonly status: 'failed';
  /** Why. Stable. */
  readonly reason: OpenFailure;
  /** What was thrown, where there is something and it holds no rendered URL. */
  readonly error?: unknown;
}

/** How opening in a tab ended; `result.reason ?? result.status` is a key of the texts for results. */
export type OpenResult = Opened | Blocked | TimedOut | Failed;

/** How opening without a tab ended. */
export type MountResult = Opened | TimedOut | Failed;

/** Builds a failure. */
export function failed(reason: OpenFailure, error?: unknown): Failed {
  return error === undefined ? { status: 'failed', reason } : { status: 'failed', reason, error };
}

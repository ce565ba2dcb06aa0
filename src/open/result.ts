import type { ModuleUrlError } from '../url/module-url-error.ts';
import type { ShortTokenError } from '../wire/short-token-error.ts';

/** Why nothing was opened. */
export type OpenFailure =
  /** The module URL may not be used; `error` is a `ModuleUrlError`. */
  | 'url'
  /** The generator failed or gave no usable token; `error` is what it threw, or a `ModuleUrlError`. */
  | 'generator'
  /** The signal fired, or the page was left; `error` is the signal's reason. */
  | 'aborted'
  /** The tab or frame was closed, removed or given to another module meanwhile; the token was dropped. */
  | 'gone'
  /** `openUrl` or the launch page failed. Without `error`: theirs may quote the URL. */
  | 'launcher';

/** Opened: the navigation has begun. Whether the page then loads, or is closed, nobody can tell. */
export interface Opened {
  readonly status: 'opened';
}

/** The browser did not allow a new tab; no token was asked for. */
export interface Blocked {
  readonly status: 'blocked';
}

/** No token, or no launch page, in time. */
export interface TimedOut {
  readonly status: 'timeout';
  readonly error?: ModuleUrlError | ShortTokenError;
}

/** Nothing was opened. */
export interface Failed {
  readonly status: 'failed';
  readonly reason: OpenFailure;
  readonly error?: unknown;
}

/** How opening in a tab ended. */
export type OpenResult = Opened | Blocked | TimedOut | Failed;

/** How opening without a tab ended. */
export type MountResult = Opened | TimedOut | Failed;

/** Builds a failure. */
export function failed(reason: OpenFailure, error?: unknown): Failed {
  return error === undefined ? { status: 'failed', reason } : { status: 'failed', reason, error };
}

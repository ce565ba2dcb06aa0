import type { HttpBindings } from '@hono/node-server';
import type { ModuleUrlOptions } from '../../url/refuse-authority.ts';
import type { SandboxClock } from '../clock.ts';
import type { Faults } from '../faults/faults.ts';
import type { Journal } from '../journey/journal.ts';
import type { World } from '../world/world.ts';
import type { Session, Sessions } from './sessions.ts';

/** What the parts of a sandbox share. */
export interface SandboxContext {
  readonly world: World;
  readonly sessions: Sessions;
  readonly journal: Journal;
  readonly faults: Faults;
  readonly clock: SandboxClock;
  /** Milliseconds that every call of the API takes longer. */
  readonly latency: { ms: number };
}

/** Hono's types for the routes below `/api/v3`. */
export interface ApiEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { session: Session };
}

/** A service under development has no certificate. */
export const MODULE_URL_OPTIONS: ModuleUrlOptions = { allowHttpLoopback: true };

/** Names that the menus of the sandbox have already. */
export const RESERVED_NAMES = ['Dashboard', 'Tasks', 'Settings', 'Custom Modules'];

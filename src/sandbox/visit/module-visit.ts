import type { Invocation } from '../journey/types.ts';
import type { VisitedPage } from './get-page.ts';

/** A whole invocation: what the receiver answered, and how it came to that. */
export interface ModuleVisit extends VisitedPage {
  /** The journey of the token, step by step. */
  readonly invocation: Invocation;
}

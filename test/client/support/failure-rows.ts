import type { FailureRow } from './failure-row.ts';
import { BROKEN_ROWS } from './failure-rows-broken.ts';
import { STATUS_ROWS } from './failure-rows-status.ts';

/** Every way for the network or the server to fail. */
export const FAILURE_ROWS: readonly FailureRow[] = [...BROKEN_ROWS, ...STATUS_ROWS];

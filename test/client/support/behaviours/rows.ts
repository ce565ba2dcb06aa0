import type { Behaviour } from './behaviour.ts';
import { BODY_ROWS } from './rows-body.ts';
import { CONNECTION_ROWS } from './rows-connection.ts';
import { REPETITION_ROWS } from './rows-repetition.ts';
import { STATUS_ROWS } from './rows-status.ts';

/** Every behaviour of servers and networks that the client is held against. */
export const BEHAVIOURS: readonly Behaviour[] = [
  ...CONNECTION_ROWS,
  ...STATUS_ROWS,
  ...BODY_ROWS,
  ...REPETITION_ROWS,
];

/** How one check ended. */
export type FindingStatus = 'pass' | 'warn' | 'fail';

/** One line of the report. */
export interface Finding {
  readonly check: string;
  readonly status: FindingStatus;
  readonly reason: string;
}

export function pass(check: string, reason: string): Finding {
  return { check, status: 'pass', reason };
}

export function warn(check: string, reason: string): Finding {
  return { check, status: 'warn', reason };
}

export function fail(check: string, reason: string): Finding {
  return { check, status: 'fail', reason };
}

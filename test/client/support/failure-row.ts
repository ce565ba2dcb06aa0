import type { ShortTokenClientOptions } from '../../../src/client/options.ts';
import type { ShortTokenErrorCode } from '../../../src/wire/short-token-error.ts';
import type { LocalServer } from './misbehaving-server.ts';

/** One way for the network or the server to fail, and what a developer is to be told of it. */
export interface FailureRow {
  readonly name: string;
  readonly operation: 'generate' | 'resolve';
  readonly arrange: () => Promise<LocalServer>;
  readonly options?: ShortTokenClientOptions;
  readonly code: ShortTokenErrorCode;
  readonly retryable: boolean;
  readonly attempts: number;
  /** Requests that reached the server whole; as many as attempts unless told. */
  readonly arrived?: number;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly issues?: readonly string[];
}

/** What the rows of each operation have in common, unless they say otherwise. */
export const resolve = { operation: 'resolve', retryable: false, attempts: 1 } as const;
export const generate = { operation: 'generate', retryable: false, attempts: 1 } as const;
export const resent = { retryable: true, attempts: 3 } as const;

/** A failure after which a token may be used up, while a second generate does no harm. */
export function both(
  name: string,
  row: Pick<FailureRow, 'arrange' | 'code'> & Partial<FailureRow>,
): FailureRow[] {
  return [
    { ...resolve, ...row, name: `${name} (resolve)` },
    { ...generate, ...resent, ...row, name: `${name} (generate)` },
  ];
}

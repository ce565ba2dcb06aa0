import type { SuccessEnvelope } from './answer-envelope.ts';

/** Body of a resolve request. */
export interface ResolveRequestBody {
  readonly shortToken: string;
}

/** What a generate answers in `data`. */
export interface GenerateData {
  readonly shortToken: string;
  /** Unix seconds by the documentation; milliseconds and ISO 8601 are read as well. */
  readonly expiresAt: number | string;
}

/** What a resolve answers in `data`. */
export interface ResolveData {
  readonly bearerToken: string;
  readonly userId: string;
  readonly organizationId: string;
}

/** A successful answer to generate. */
export type GenerateResponseBody = SuccessEnvelope<GenerateData>;

/** A successful answer to resolve. */
export type ResolveResponseBody = SuccessEnvelope<ResolveData>;

/** What surrounds every successful answer. */
export interface SuccessEnvelope<Data> {
  readonly status: true;
  readonly message?: string;
  readonly data: Data;
}

/** What every refused call gets. */
export interface FailureEnvelope {
  readonly status: false;
  readonly message?: string;
  /** Machine-readable, for example `cmod-031`; most failures have none. */
  readonly failedCode?: string;
}

/** Texts that the API documentation spells out, or that a stand-in has to settle on. */
export const MESSAGES = {
  success: 'Success.',
  /** The one refusal of a resolve: expired, unknown, used and malformed alike. */
  shortTokenInvalid: 'Short token is invalid or expired',
  unauthenticated: 'Unauthenticated.',
  notFound: 'Not found.',
  methodNotAllowed: 'Method not allowed.',
  notAcceptable: 'Only application/json is available.',
  requestTooLarge: 'The request body is too large.',
  rateLimited: 'Too many requests.',
  serverError: 'Server error.',
  unavailable: 'Service unavailable.',
} as const;

/** Wraps the data of a successful answer. */
export function success<Data>(data: Data): SuccessEnvelope<Data> {
  return { status: true, message: MESSAGES.success, data };
}

/** Builds the body of a failed answer. */
export function failure(message: string, failedCode?: string): FailureEnvelope {
  return failedCode === undefined
    ? { status: false, message }
    : { status: false, message, failedCode };
}

/** How resolving one token goes; `well` by default. */
export type ResolveBehaviour =
  | 'well'
  /** After a pause, long enough for a second visit to come meanwhile. */
  | 'hesitant'
  /** 500. */
  | 'failing'
  /** 429 with a `Retry-After` of a minute. */
  | 'limited'
  /** No answer ever. */
  | 'silent'
  /** The connection ends without an answer. */
  | 'hang-up'
  /** 200 with a page, as a proxy or a login form answers. */
  | 'not-json'
  /** 200 without a user in it. */
  | 'incomplete';

/** A user who can be generated for. */
export interface AuditUser {
  readonly userId: string;
  readonly organizationId: string;
}

/** The MileApp of an audit: the receiver resolves there, and the audit says how that goes. */
export interface AuditIssuer {
  /** What the receiver's client needs, for example `http://127.0.0.1:4780/api/v3`. */
  readonly baseUrl: string;
  /** The bearer of a user, made up for this audit. */
  readonly bearerOf: (user: AuditUser) => string;
  readonly generate: (user: AuditUser) => Promise<string>;
  /** A token that has been good once. */
  readonly generateExpired: (user: AuditUser) => Promise<string>;
  readonly behave: (shortToken: string, behaviour: ResolveBehaviour) => void;
  /** Requests to resolve this token, or any without one named. */
  readonly resolves: (shortToken?: string) => number;
  /** Refuses connections until `start`; absent where the server has other work. */
  readonly stop?: (() => Promise<void>) | undefined;
  /** @throws the system's error for a port that is taken */
  readonly start?: (() => Promise<void>) | undefined;
}

import type { ShortTokenClient } from '../client/create-short-token-client.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import type { Admission, admissionRule } from './admission.ts';
import type { FailureLimit } from './failure-limit.ts';
import type { MileIdentity } from './identity.ts';
import type { ReceiverEvent, Refused, Unavailable } from './outcome.ts';
import type { SessionBinding } from './session/session-binding.ts';
import type { TokenPlace } from './token-place.ts';
import type { UserChange } from './user-change.ts';

/** How users are received. */
export interface ReceiverOptions<Incoming = Request> {
  /**
   * The Custom Module URL, as the admin enters it. It says where the token is, and which path is looked
   * at; a `?token=` of any other path is never touched.
   */
  readonly moduleUrl: string | ModuleUrl;
  /** Made by `createShortTokenClient`, or anything that resolves alike. */
  readonly client: Pick<ShortTokenClient, 'resolve'>;
  /** Whom to let in; asked of every good token. Who is not let in gets 403 and no session. */
  readonly admit: Admission;
  /** Where sessions are kept; default: `memorySession()`, which is for development. */
  readonly session?: SessionBinding<Incoming> | undefined;
  /** Path and query to go on to after signing in; default: the module URL's path, without the token. */
  readonly landing?: string | undefined;
  /** Prefix of the module URL's path that routes do not see: of a proxy that strips it, or of Next.js. */
  readonly basePath?: string | undefined;
  /** Path that signs out whoever posts to it from this service; default: none. */
  readonly logoutPath?: string | undefined;
  /** Name of a form field in which a token may be posted to the module URL's path; default: none. */
  readonly formField?: string | undefined;
  /** Origins of MileApp that may post `formField`; default: none but the service's own. */
  readonly hostOrigins?: readonly string[] | undefined;
  /** Origins that may show the service in a frame; default: what other middleware says of it. */
  readonly frameAncestors?: readonly string[] | undefined;
  /**
   * Lets a link change the user of a browser without asking, so that anyone's link can put a person
   * into an account that is not theirs (login CSRF); default `false`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-10.12
   */
  readonly allowSilentUserChange?: boolean | undefined;
  /** At least 32 characters, the same in all processes of a service that has several; default: random. */
  readonly secret?: string | undefined;
  /** Refused tokens per client address and minute, at least 1; default 30. */
  readonly maxFailuresPerMinute?: number | undefined;
  /** Says from which address a request came; default: what the framework says. */
  readonly clientAddress?: ((request: Incoming) => string | undefined) | undefined;
  /** Names a user on the page that asks about a change; default: both ids. */
  readonly describeIdentity?: ((identity: MileIdentity) => string | Promise<string>) | undefined;
  /** Answers in your own words, and with your own status, what is not let in. */
  readonly onRefused?:
    | ((
        outcome: Refused | Unavailable,
        request: Incoming,
      ) => Response | undefined | Promise<Response | undefined>)
    | undefined;
  /** Whether a `User-Agent` is nobody's browser; default: a list of known ones. */
  readonly isBot?: ((userAgent: string) => boolean) | undefined;
  /** Told of every request with a token. What it throws is ignored. */
  readonly onEvent?: ((event: ReceiverEvent) => void) | undefined;
}

/** The options with every gap filled and every value checked, copied once. */
export interface CheckedOptions<Incoming> {
  readonly client: Pick<ShortTokenClient, 'resolve'>;
  readonly origin: string;
  readonly place: TokenPlace;
  readonly isAdmitted: ReturnType<typeof admissionRule>;
  readonly session: SessionBinding<Incoming>;
  readonly landing: string | undefined;
  readonly basePath: string;
  /** In the form in which paths are compared. */
  readonly logoutPath: string | undefined;
  readonly formField: string | undefined;
  readonly hostOrigins: readonly string[];
  readonly frameAncestors: readonly string[] | undefined;
  readonly allowSilentUserChange: boolean;
  readonly change: UserChange;
  readonly failures: FailureLimit;
  readonly clientAddress: ((request: Incoming) => string | undefined) | undefined;
  readonly describeIdentity: ReceiverOptions<Incoming>['describeIdentity'];
  readonly onRefused: ReceiverOptions<Incoming>['onRefused'];
  readonly isBot: (userAgent: string) => boolean;
  readonly onEvent: (event: ReceiverEvent) => void;
}

import type { ShortTokenClient } from '../client/create-short-token-client.ts';
import type { ModuleUrl } from '../url/module-url.ts';
import { type Admission, admissionRule } from './admission.ts';
import type { AnyRequest } from './any-request.ts';
import { type FailureLimit, failureLimit } from './failure-limit.ts';
import type { MileIdentity } from './identity.ts';
import type { ReceiverEvent, Refused, Unavailable } from './outcome.ts';
import { checkPath, comparablePath } from './paths.ts';
import { isKnownBot } from './request-kind.ts';
import { memorySession } from './session/memory-session.ts';
import type { SessionBinding } from './session/session-binding.ts';
import { readTokenPlace, type TokenPlace } from './token-place.ts';
import { type UserChange, userChange } from './user-change.ts';

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

const ORIGIN = /^https?:\/\/[^\s/?#@'",;]+$/;

/**
 * Checks and copies options.
 *
 * @throws TypeError, RangeError for an option that cannot work; ModuleUrlError for `moduleUrl`
 */
export function checkedOptions<Incoming extends AnyRequest>(
  options: ReceiverOptions<Incoming>,
): CheckedOptions<Incoming> {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError('A receiver needs an object with moduleUrl, client and admit.');
  }
  const { client, landing, basePath = '', logoutPath, formField, secret } = options;
  const { clientAddress, describeIdentity, onRefused, isBot = isKnownBot, onEvent } = options;
  if (typeof client?.resolve !== 'function') {
    throw new TypeError(
      'client must be a short-token client, createShortTokenClient() for example.',
    );
  }
  const functions = { clientAddress, describeIdentity, onRefused, isBot, onEvent };
  for (const [name, value] of Object.entries(functions)) {
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${name} must be a function.`);
    }
  }
  checkBasePath(basePath);
  const { origin, place } = readTokenPlace(options.moduleUrl, basePath);
  if (landing !== undefined) checkPath('landing', landing, true);
  if (logoutPath !== undefined) checkPath('logoutPath', logoutPath);
  if (place.kind === 'fragment') checkFragmentLanding(place.path, landing);
  if (formField !== undefined) checkFormField(formField);
  checkSecret(secret);
  return {
    client,
    origin,
    place,
    isAdmitted: admissionRule(options.admit),
    session: options.session === undefined ? developmentSession() : checkedSession(options.session),
    landing,
    basePath,
    logoutPath: logoutPath === undefined ? undefined : comparablePath(logoutPath),
    formField,
    hostOrigins: checkedOrigins('hostOrigins', options.hostOrigins) ?? [],
    frameAncestors: checkedOrigins('frameAncestors', options.frameAncestors),
    allowSilentUserChange: options.allowSilentUserChange === true,
    change: userChange(secret),
    failures: failureLimit(checkedFailures(options.maxFailuresPerMinute)),
    clientAddress,
    describeIdentity,
    onRefused,
    isBot,
    onEvent: quietly(onEvent),
  };
}

function checkBasePath(basePath: string): void {
  if (basePath === '') return;
  checkPath('basePath', basePath);
  if (basePath.endsWith('/')) throw new RangeError('basePath must not end with a slash.');
}

function checkFragmentLanding(page: string, landing: string | undefined): void {
  if (landing === undefined || comparablePath(landing.split('?')[0] ?? '') === page) {
    throw new RangeError(
      "A token in the fragment needs landing: another path than the module URL's, where users go on to.",
    );
  }
}

function checkFormField(name: string): void {
  if (typeof name !== 'string') throw new TypeError('formField must be a string.');
  if (!/^[\w.~-]{1,64}$/.test(name)) {
    throw new RangeError('formField must be 1 to 64 letters, digits or any of - . _ ~');
  }
}

function checkSecret(secret: string | undefined): void {
  if (secret === undefined) return;
  if (typeof secret !== 'string') throw new TypeError('secret must be a string.');
  if (secret.length < 32) throw new RangeError('secret must have at least 32 characters.');
}

function checkedFailures(perMinute = 30): number {
  if (typeof perMinute !== 'number') {
    throw new TypeError('maxFailuresPerMinute must be a number.');
  }
  if (!(perMinute >= 1)) throw new RangeError('maxFailuresPerMinute must be at least 1.');
  return perMinute;
}

function checkedOrigins(
  option: string,
  origins: readonly string[] | undefined,
): readonly string[] | undefined {
  if (origins === undefined) return undefined;
  const good = Array.isArray(origins) && origins.every((one) => ORIGIN.test(String(one)));
  if (!good) {
    throw new TypeError(`${option} must be a list of origins such as 'https://mileapp.example'.`);
  }
  return Object.freeze([...origins]);
}

function checkedSession<Incoming>(session: SessionBinding<Incoming>): SessionBinding<Incoming> {
  for (const name of ['read', 'start', 'end'] as const) {
    if (typeof session?.[name] !== 'function') {
      throw new TypeError(
        `session.${name} must be a function; expressSession(), fastifySession(), ironSession() and memorySession() make bindings.`,
      );
    }
  }
  return session;
}

function developmentSession(): SessionBinding<AnyRequest> {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  if (process?.env?.NODE_ENV === 'production') {
    console.warn(
      'custom-module-url: sessions are in the memory of this process, so a restart or a second process loses them. Give the receiver a session, or memorySession() if that is what you want.',
    );
  }
  return memorySession();
}

function quietly(
  onEvent: ((event: ReceiverEvent) => unknown) | undefined,
): (event: ReceiverEvent) => void {
  return (event) => {
    // An observer's trouble is not the request's.
    void (async () => onEvent?.(Object.freeze(event)))().catch(() => {});
  };
}

import { admissionRule } from './admission.ts';
import type { AnyRequest } from './any-request.ts';
import { failureLimit } from './failure-limit.ts';
import type { CheckedOptions, ReceiverOptions } from './options.ts';
import type { ReceiverEvent } from './outcome.ts';
import { checkPath, comparablePath } from './paths.ts';
import { isKnownBot } from './request-kind.ts';
import { memorySession } from './session/memory-session.ts';
import type { SessionBinding } from './session/session-binding.ts';
import { readTokenPlace } from './token-place.ts';
import { userChange } from './user-change.ts';

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

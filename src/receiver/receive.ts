import { isShortToken } from '../token/characters.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import { isShortTokenError } from '../wire/short-token-error.ts';
import { limitedClient } from './failure-limit.ts';
import { type Arrival, findToken, hasControlCharacter, mayHoldToken } from './find-token.ts';
import { type FormFields, isForm } from './form-fields.ts';
import { isSameUser, type MileIdentity } from './identity.ts';
import type { CheckedOptions } from './options.ts';
import type { ReceiveOutcome, RefusalReason, Refused, SkipReason, Unavailable } from './outcome.ts';
import { type NoticeReader, noticeResponse } from './pages/notices.ts';
import { RELAY_FIELD, relayPage } from './pages/relay-page.ts';
import { IDENTITY_TEXTS, languageOf, type NoticeCode } from './pages/texts.ts';
import { CHANGE_FIELD, userChangePage } from './pages/user-change-page.ts';
import { comparablePath, pathOf, relativeLocation, withoutBasePath } from './paths.ts';
import { type HeaderReader, isDocument, isEmbedded, skipReason } from './request-kind.ts';
import { isTrustedPost } from './request-origin.ts';
import { resolveOnce } from './resolve-once.ts';
import { SECURITY_HEADERS, withSecurityHeaders } from './security-headers.ts';
import { cookiesOf } from './session/session-binding.ts';

/** A request as any server has it. */
export interface IncomingHead<Incoming> {
  readonly method: string;
  /** Path and query as they arrived, a mount point included. */
  readonly target: string;
  readonly header: HeaderReader;
  readonly form: () => Promise<FormFields> | FormFields;
  /** Address of the client, as far as the server knows it. */
  readonly address: () => string | undefined;
  /** Whether the client has closed the connection. */
  readonly isDisconnected: () => boolean;
  /** Takes the token out of the request, and gives the request that hooks and routes may see. */
  readonly stripToken: (url: string) => Incoming;
  readonly request: Incoming;
}

/** The rules of a receiver, without a server. */
export interface ReceiverCore<Incoming> {
  /**
   * Whether there is anything to receive; decided at once, for nearly every request has no token.
   *
   * @param target - path and query, or a whole URL
   */
  concerns(method: string, target: string, header: HeaderReader): boolean;
  receive(head: IncomingHead<Incoming>): Promise<ReceiveOutcome>;
}

/** One request that concerns the receiver. */
interface Visit<Incoming> {
  readonly head: IncomingHead<Incoming>;
  readonly arrival: Arrival;
  readonly request: Incoming;
  readonly reader: NoticeReader;
  /** Whether the token was in the body. */
  readonly isPosted: boolean;
}

// These never stand for somebody who has arrived: a preflight request, a trace, a tunnel.
const WITHOUT_ARRIVAL = /^(?:OPTIONS|TRACE|CONNECT)$/;
const RETRY_AFTER_SECONDS = 5;
const MAX_RETRY_AFTER_SECONDS = 300;

const NOTICE_OF: Readonly<Record<RefusalReason, NoticeCode>> = {
  invalid: 'short_token_invalid',
  repeated: 'bad_request',
  malformed_url: 'bad_request',
  cross_site: 'bad_request',
  change_expired: 'bad_request',
  not_admitted: 'not_admitted',
  different_user: 'different_user',
  too_many_attempts: 'too_many_attempts',
};

const SKIPPED_NOTICE: Readonly<Record<SkipReason, NoticeCode>> = {
  head: 'no_preview',
  bot: 'no_preview',
  prefetch: 'not_in_advance',
  prerender: 'not_in_advance',
  disconnected: 'temporarily_unavailable',
};

export function createCore<Incoming>(options: CheckedOptions<Incoming>): ReceiverCore<Incoming> {
  const { place, basePath, session, change, failures, frameAncestors, onEvent } = options;
  const resolve = resolveOnce(options.client);

  function isLogout(method: string, target: string): boolean {
    if (options.logoutPath === undefined || method !== 'POST') return false;
    const path = pathOf(target);
    return comparablePath(withoutBasePath(path, basePath) ?? path) === options.logoutPath;
  }

  function concerns(method: string, target: string, header: HeaderReader): boolean {
    // Nearly every request leaves here.
    const maybe = method === 'POST' || place.kind === 'fragment' || mayHoldToken(place, target);
    if (!maybe || WITHOUT_ARRIVAL.test(method)) return false;
    if (isLogout(method, target)) return true;
    const arrival = findToken(place, basePath, target);
    if (arrival === undefined) return false;
    if (arrival.tokens.length > 0) return true;
    if (method === 'POST') return isForm(header('content-type'));
    return method === 'GET' && place.kind === 'fragment';
  }

  async function receive(head: IncomingHead<Incoming>): Promise<ReceiveOutcome> {
    const { method, target, header } = head;
    if (!concerns(method, target, header)) return absent(head);
    const reader = {
      isDocument: isDocument(header),
      language: languageOf(header('accept-language')),
      frameAncestors,
    };
    const arrival = findToken(place, basePath, target);
    if (arrival === undefined || isLogout(method, target)) return signOut(head, reader);
    const hasBody = method === 'POST' && isForm(header('content-type'));
    const fields = (hasBody ? await head.form() : undefined) ?? [];
    const request = arrival.tokens.length > 0 ? head.stripToken(arrival.url) : head.request;
    const visit = { head, arrival, request, reader, isPosted: false };
    const sealed = fields.find(([name]) => name === CHANGE_FIELD)?.[1];
    if (sealed !== undefined) return changeUser(visit, sealed);
    const posted = fields.filter(([name]) => isTokenField(name)).map(([, value]) => value);
    const tokens = [...arrival.tokens, ...posted];
    if (tokens.length > 0) return arrive({ ...visit, isPosted: posted.length > 0 }, tokens);
    if (place.kind !== 'fragment' || method !== 'GET') return absent(head);
    const response = relayPage(place.name, reader.language, frameAncestors);
    return { outcome: 'absent', response, identity: undefined };
  }

  function isTokenField(name: string): boolean {
    return name === options.formField || (place.kind === 'fragment' && name === RELAY_FIELD);
  }

  async function absent({ request }: IncomingHead<Incoming>): Promise<ReceiveOutcome> {
    return { outcome: 'absent', response: undefined, identity: await session.read(request) };
  }

  async function arrive(
    visit: Visit<Incoming>,
    tokens: readonly string[],
  ): Promise<ReceiveOutcome> {
    const { head, reader } = visit;
    const { method, target, header } = head;
    const skip = skipReason(method, header, options.isBot);
    if (skip !== undefined) return skipped(visit, skip);
    if (tokens.length > 1) return refuse(visit, 'repeated');
    if (hasControlCharacter(target)) return refuse(visit, 'malformed_url');
    if (visit.isPosted && !isTrustedPost(header, options.origin, options.hostOrigins)) {
      return refuse(visit, 'cross_site');
    }
    const [token] = tokens;
    const client = limitedClient(
      options.clientAddress ? options.clientAddress(head.request) : head.address(),
      Boolean(header('x-forwarded-for') ?? header('forwarded')),
    );
    if (!isShortToken(token) || token === PLACEHOLDER) return refuseToken(visit);
    const wait = failures.waitSeconds(client);
    if (wait > 0) return refuse(visit, 'too_many_attempts', wait);

    let newcomer: MileIdentity | undefined;
    try {
      newcomer = await resolve(token);
    } catch (error) {
      if (!isShortTokenError(error, 'short_token_malformed')) return unavailable(visit, error);
    }
    if (newcomer === undefined) {
      failures.countFailure(client);
      return refuseToken(visit);
    }
    if (!(await options.isAdmitted(newcomer))) return refuse(visit, 'not_admitted');
    const current = options.allowSilentUserChange ? undefined : await session.read(visit.request);
    if (head.isDisconnected()) return skipped(visit, 'disconnected');
    if (current === undefined || isSameUser(current, newcomer)) return signIn(visit, newcomer);
    return reader.isDocument ? ask(visit, current, newcomer) : refuse(visit, 'different_user');
  }

  async function signIn(visit: Visit<Incoming>, identity: MileIdentity): Promise<ReceiveOutcome> {
    const { head, arrival, request, reader, isPosted } = visit;
    const { url } = arrival;
    const answer = await session.start(identity, request, {
      url,
      isDocument: reader.isDocument,
      isEmbedded: isEmbedded(head.header),
    });
    const headers = new Headers(SECURITY_HEADERS);
    for (const cookie of cookiesOf(answer)) headers.append('set-cookie', cookie);
    tell('authenticated', identity);
    // A form that was posted has to become a GET, or a reload posts it again.
    const moves = reader.isDocument && (head.method === 'GET' || isPosted);
    const response = moves ? seeOther(locationOf(arrival), headers) : undefined;
    return { outcome: 'authenticated', identity, url, response, headers };
  }

  async function ask(
    visit: Visit<Incoming>,
    current: MileIdentity,
    newcomer: MileIdentity,
  ): Promise<ReceiveOutcome> {
    const { arrival, reader } = visit;
    const { language } = reader;
    const inWords = async (identity: MileIdentity) =>
      (await options.describeIdentity?.(identity)) ??
      IDENTITY_TEXTS[language](identity.userId, identity.organizationId);
    tell('asked', newcomer);
    const response = userChangePage({
      language,
      current: await inWords(current),
      newcomer: await inWords(newcomer),
      sealed: await change.seal(newcomer, current),
      action: relativeLocation(arrival.path, arrival.url),
      stay: locationOf(arrival),
      frameAncestors,
    });
    return { outcome: 'asked', response, url: arrival.url };
  }

  async function changeUser(visit: Visit<Incoming>, sealed: string): Promise<ReceiveOutcome> {
    if (!isTrustedPost(visit.head.header, options.origin)) return refuse(visit, 'cross_site');
    const current = await session.read(visit.request);
    const newcomer = current && (await change.open(sealed, current));
    if (newcomer === undefined) return refuse(visit, 'change_expired');
    if (!(await options.isAdmitted(newcomer))) return refuse(visit, 'not_admitted');
    return signIn({ ...visit, isPosted: true }, newcomer);
  }

  async function signOut(
    head: IncomingHead<Incoming>,
    reader: NoticeReader,
  ): Promise<ReceiveOutcome> {
    const url = pathOf(head.target);
    if (!isTrustedPost(head.header, options.origin)) {
      const arrival = { tokens: [], path: url, base: '', url };
      return refuse({ head, arrival, request: head.request, reader, isPosted: true }, 'cross_site');
    }
    const response = noticeResponse('signed_out', reader);
    for (const cookie of cookiesOf(await session.end(head.request))) {
      response.headers.append('set-cookie', cookie);
    }
    onEvent({ outcome: 'signed_out' });
    return { outcome: 'signed_out', response, url };
  }

  /** A reload or a restored tab comes with a spent token, and its user is still there. */
  async function refuseToken(visit: Visit<Incoming>): Promise<ReceiveOutcome> {
    const { head, arrival, request, reader } = visit;
    const identity =
      reader.isDocument && head.method === 'GET' ? await session.read(request) : undefined;
    if (identity === undefined) return refuse(visit, 'invalid');
    tell('kept', identity);
    const response = seeOther(locationOf(arrival), new Headers(SECURITY_HEADERS));
    return { outcome: 'kept', identity, url: arrival.url, response };
  }

  function refuse(
    visit: Visit<Incoming>,
    reason: RefusalReason,
    retryAfter?: number,
  ): Promise<ReceiveOutcome> {
    onEvent({ outcome: 'refused', reason });
    const response = noticeResponse(NOTICE_OF[reason], visit.reader, retryAfter);
    return inOwnWords(visit, { outcome: 'refused', reason, response, url: visit.arrival.url });
  }

  function unavailable(visit: Visit<Incoming>, error: unknown): Promise<ReceiveOutcome> {
    const code = isShortTokenError(error) ? error.code : 'unknown';
    onEvent({ outcome: 'unavailable', code });
    const wait = retrySeconds(isShortTokenError(error) ? error.retryAfterMs : undefined);
    const response = noticeResponse('temporarily_unavailable', visit.reader, wait);
    return inOwnWords(visit, { outcome: 'unavailable', code, response, url: visit.arrival.url });
  }

  async function inOwnWords(
    { request }: Visit<Incoming>,
    outcome: Refused | Unavailable,
  ): Promise<ReceiveOutcome> {
    const answer = await options.onRefused?.(outcome, request);
    if (answer === undefined) return outcome;
    const response = withSecurityHeaders(answer);
    const retryAfter = outcome.response.headers.get('retry-after');
    if (retryAfter !== null && !response.headers.has('retry-after')) {
      response.headers.set('retry-after', retryAfter);
    }
    return { ...outcome, response };
  }

  function skipped({ arrival, reader }: Visit<Incoming>, reason: SkipReason): ReceiveOutcome {
    onEvent({ outcome: 'skipped', reason });
    const response =
      reason === 'head'
        ? new Response(null, { headers: SECURITY_HEADERS })
        : noticeResponse(SKIPPED_NOTICE[reason], reader);
    return { outcome: 'skipped', reason, response, url: arrival.url };
  }

  function locationOf({ path, base, url }: Arrival): string {
    return relativeLocation(path, options.landing === undefined ? url : base + options.landing);
  }

  function tell(
    outcome: 'authenticated' | 'kept' | 'asked',
    { userId, organizationId }: MileIdentity,
  ): void {
    onEvent({ outcome, userId, organizationId });
  }

  return { concerns, receive };
}

/** @param location - relative, on this origin */
function seeOther(location: string, headers: Headers): Response {
  const all = new Headers(headers);
  all.set('location', location);
  return new Response(null, { status: 303, headers: all });
}

function retrySeconds(waitMs: number | undefined): number {
  if (waitMs === undefined) return RETRY_AFTER_SECONDS;
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(waitMs / 1000)));
}

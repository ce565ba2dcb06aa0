import { isShortToken } from '../token/characters.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import type { ResolvedIdentity, ResolveResult } from '../token/types.ts';
import { isShortTokenError } from '../wire/short-token-error.ts';
import { findTokens, hasControlCharacter, localTarget, mayHoldToken } from './find-tokens.ts';
import { type FormFields, isForm } from './form-fields.ts';
import { receivedIdentity } from './identity.ts';
import type { CheckedOptions, HandOff, ReceiveContext } from './options.ts';
import type { ReceiveOutcome, Rejected, RejectReason, Unavailable } from './outcome.ts';
import { relayPage } from './relay-page.ts';
import { type HeaderReader, isDocument, isEmbedded, skipReason } from './request-kind.ts';
import { NOTICES, noticeResponse, seeOther, unavailableNotice } from './responses.ts';
import { SECURITY_HEADERS, secured } from './security-headers.ts';

/** A request as any server has it. */
export interface IncomingHead<Incoming> {
  readonly method: string;
  /** Path and query as they arrived, a mount point included. */
  readonly target: string;
  readonly header: HeaderReader;
  readonly form: () => Promise<FormFields> | FormFields;
  /** What `onAuthenticated` is given. */
  readonly request: Incoming;
}

/** The rules of a receiver, without a server. */
export interface ReceiverCore<Incoming> {
  /**
   * Whether there is anything to do; decided at once, for nearly every request has no token.
   *
   * @param target - path and query, or a whole URL
   */
  concerns(method: string, target: string, header: HeaderReader): boolean;
  receive(head: IncomingHead<Incoming>): Promise<ReceiveOutcome>;
}

const ABSENT: ReceiveOutcome = Object.freeze({ outcome: 'absent', response: undefined });
// These never stand for somebody who has arrived: a preflight request, a trace, a tunnel.
const WITHOUT_ARRIVAL = /^(?:OPTIONS|TRACE|CONNECT)$/;
const RETRY_AFTER_SECONDS = 5;
const MAX_RETRY_AFTER_SECONDS = 300;

export function createCore<Incoming>(options: CheckedOptions<Incoming>): ReceiverCore<Incoming> {
  const { client, location, onAuthenticated, onRefused, isBot, onEvent } = options;
  const { fragment } = location;
  const takesForms = location.form !== undefined || fragment !== undefined;
  const flights = new Map<string, Promise<ResolveResult>>();

  /** One request to the API for all who come with this token at this time; forgotten when it ends. */
  function resolveOnce(token: string): Promise<ResolveResult> {
    const flying = flights.get(token);
    if (flying !== undefined) return flying;
    const flight = (async () => client.resolve(token))();
    flights.set(token, flight);
    const land = () => flights.delete(token);
    flight.then(land, land);
    return flight;
  }

  function isRelay(target: string): boolean {
    return fragment !== undefined && localTarget(target).split('?', 1)[0] === fragment.page;
  }

  function concerns(method: string, target: string, header: HeaderReader): boolean {
    const post = method === 'POST' && takesForms;
    // Nearly every request leaves here.
    if (!post && fragment === undefined && !mayHoldToken(location, target)) return false;
    if (WITHOUT_ARRIVAL.test(method)) return false;
    if (findTokens(location, target).tokens.length > 0) return true;
    if (post)
      return (location.form !== undefined || isRelay(target)) && isForm(header('content-type'));
    return method === 'GET' && isRelay(target);
  }

  async function receive(head: IncomingHead<Incoming>): Promise<ReceiveOutcome> {
    const { method, target, header, request } = head;
    if (!concerns(method, target, header)) return ABSENT;
    const found = findTokens(location, target);
    const relayed = isRelay(target);
    const names = [location.form, relayed ? fragment?.name : undefined];
    const fields = method === 'POST' && isForm(header('content-type')) ? await head.form() : [];
    const posted = (fields ?? []).filter(([name]) => names.includes(name));
    const tokens = [...found.tokens, ...posted.map(([, value]) => value)];
    if (tokens.length === 0) {
      if (fragment === undefined || !relayed || method !== 'GET') return ABSENT;
      return { outcome: 'absent', response: relayPage(fragment) };
    }
    const url = relayed && fragment && posted.length > 0 ? fragment.next : found.url;
    const forDocument = isDocument(header);

    const skip = skipReason(method, header, isBot);
    if (skip !== undefined) {
      onEvent({ outcome: 'skipped', reason: skip });
      const speculative = skip === 'prefetch' || skip === 'prerender';
      const response =
        skip === 'head'
          ? new Response(null, { headers: SECURITY_HEADERS })
          : noticeResponse(speculative ? NOTICES.speculation : NOTICES.bot, forDocument);
      return { outcome: 'skipped', reason: skip, response, url };
    }

    const refuse = async (outcome: Rejected | Unavailable): Promise<ReceiveOutcome> => {
      const answer = await onRefused?.(outcome, request);
      if (answer === undefined) return outcome;
      const { status, headers } = outcome.response;
      const again = headers.get('retry-after');
      const extra = new Headers(again === null ? {} : { 'retry-after': again });
      const own = new Response(answer.body, { status, headers: answer.headers });
      return { ...outcome, response: secured(own, extra) };
    };
    const reject = (reason: RejectReason) => {
      onEvent({ outcome: 'rejected', reason });
      const notice = reason === 'invalid' ? NOTICES.invalid : NOTICES.badRequest;
      const response = noticeResponse(notice, forDocument);
      return refuse({ outcome: 'rejected', reason, response, url });
    };

    if (tokens.length > 1) return reject('repeated');
    if (hasControlCharacter(target)) return reject('malformed_url');
    const site = header('sec-fetch-site');
    // The relay page posts to itself. Somebody else's form would log its visitor in as somebody else.
    if (relayed && posted.length > 0 && site && site !== 'same-origin') return reject('cross_site');
    const token = tokens[0];
    if (!isShortToken(token) || token === PLACEHOLDER) return reject('invalid');

    let resolved: ResolveResult;
    try {
      resolved = await resolveOnce(token);
      if (resolved.ok === false) return reject('invalid');
      checkIdentity(resolved);
    } catch (error) {
      if (isShortTokenError(error, 'short_token_malformed')) return reject('invalid');
      const code = isShortTokenError(error) ? error.code : 'unknown';
      onEvent({ outcome: 'unavailable', code });
      const wait = isShortTokenError(error) ? error.retryAfterMs : undefined;
      const response = noticeResponse(unavailableNotice(retrySeconds(wait)), forDocument);
      return refuse({ outcome: 'unavailable', code, response, url });
    }

    const identity = receivedIdentity(resolved);
    const { userId, organizationId } = identity;
    onEvent({ outcome: 'authenticated', userId, organizationId });
    const context: ReceiveContext = {
      url,
      isDocument: forDocument,
      isEmbedded: isEmbedded(header),
    };
    const handOff = await onAuthenticated?.(identity, request, context);
    const headers = handOffHeaders(handOff);
    // A form that was posted has to become a GET, or a reload posts it again.
    const moves = forDocument && (method === 'GET' || posted.length > 0);
    const response = isResponse(handOff)
      ? secured(handOff)
      : moves
        ? seeOther(url, headers)
        : undefined;
    return { outcome: 'authenticated', identity, url, response, headers };
  }

  return { concerns, receive };
}

/** @throws TypeError for what a client of another make gave in place of an identity */
function checkIdentity(resolved: ResolvedIdentity): void {
  const { ok, bearerToken, userId, organizationId } = resolved;
  const texts = [bearerToken, userId, organizationId];
  if (ok !== true || !texts.every((text) => typeof text === 'string' && text !== '')) {
    throw new TypeError('client.resolve must give an identity or a refusal.');
  }
}

function retrySeconds(waitMs: number | undefined): number {
  if (waitMs === undefined) return RETRY_AFTER_SECONDS;
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(waitMs / 1000)));
}

/** By its looks: servers and polyfills have classes of their own. */
function isResponse(handOff: HandOff): handOff is Response {
  return (
    typeof handOff === 'object' &&
    handOff !== null &&
    !Array.isArray(handOff) &&
    'headers' in handOff
  );
}

/** @throws TypeError for what is neither a cookie nor an answer */
function handOffHeaders(handOff: HandOff): Headers {
  const headers = new Headers(SECURITY_HEADERS);
  if (handOff === undefined || isResponse(handOff)) return headers;
  for (const cookie of [handOff].flat()) {
    if (typeof cookie !== 'string') {
      throw new TypeError('onAuthenticated must give Set-Cookie values, a Response or nothing.');
    }
    headers.append('set-cookie', cookie);
  }
  return headers;
}

import { isShortToken } from '../token/characters.ts';
import { PLACEHOLDER } from '../token/placeholder.ts';
import { isShortTokenError } from '../wire/short-token-error.ts';
import { limitedClient } from './failure-limit.ts';
import { findToken, hasControlCharacter } from './find-token.ts';
import { isForm } from './form-fields.ts';
import { isSameUser, type MileIdentity } from './identity.ts';
import type { CheckedOptions } from './options.ts';
import type { ReceiveOutcome } from './outcome.ts';
import { RELAY_FIELD, relayPage } from './pages/relay-page.ts';
import { languageOf } from './pages/texts.ts';
import { CHANGE_FIELD } from './pages/user-change-page.ts';
import { pathOf } from './paths.ts';
import { refusals } from './refusals.ts';
import { type RequestFilter, requestFilter } from './request-filter.ts';
import { isDocument, skipReason } from './request-kind.ts';
import { isTrustedPost } from './request-origin.ts';
import { resolveOnce } from './resolve-once.ts';
import { signInWith } from './sign-in.ts';
import type { IncomingHead, Visit } from './visit.ts';

/** The rules of a receiver, without a server. */
export interface ReceiverCore<Incoming> extends Pick<RequestFilter, 'concerns' | 'mayConcern'> {
  readonly receive: (head: IncomingHead<Incoming>) => Promise<ReceiveOutcome>;
}

export function createCore<Incoming>(options: CheckedOptions<Incoming>): ReceiverCore<Incoming> {
  const { place, basePath, session, failures, frameAncestors } = options;
  const resolve = resolveOnce(options.client);
  const { mayConcern, concerns, isLogout } = requestFilter(options);
  const { refuse, unavailable, skip } = refusals(options);
  const { signIn, ask, changeUser, signOut, keepOrRefuse } = signInWith(options, {
    refuse,
    unavailable,
    skip,
  });

  async function receive(head: IncomingHead<Incoming>): Promise<ReceiveOutcome> {
    const { method, target, header } = head;
    if (!concerns(method, target, header)) return absent(head);
    const reader = {
      isDocument: isDocument(header),
      language: languageOf(header('accept-language')),
      frameAncestors,
    };
    const page = pathOf(target);
    const arrival = findToken(place, basePath, target) ?? {
      tokens: [],
      path: page,
      base: '',
      url: page,
    };
    const hasForm = method === 'POST' && isForm(header('content-type'));
    const isLeaving = isLogout(method, target);
    // Read before the request is copied without its token.
    const fields = (hasForm && !isLeaving ? await head.form() : undefined) ?? [];
    const request = arrival.tokens.length > 0 ? head.stripToken(arrival.url) : head.request;
    const visit = { head, arrival, request, reader, isPosted: false };
    if (isLeaving) return signOut(visit);
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
    const reason = skipReason(method, header, options.isBot);
    if (reason !== undefined) return skip(visit, reason);
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
    if (!isShortToken(token) || token === PLACEHOLDER) return keepOrRefuse(visit);
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
      return keepOrRefuse(visit);
    }
    if (!(await options.isAdmitted(newcomer))) return refuse(visit, 'not_admitted');
    const current = options.allowSilentUserChange ? undefined : await session.read(visit.request);
    if (head.isDisconnected()) return skip(visit, 'disconnected');
    if (current === undefined || isSameUser(current, newcomer)) return signIn(visit, newcomer);
    return reader.isDocument ? ask(visit, current, newcomer) : refuse(visit, 'different_user');
  }

  return { mayConcern, concerns, receive };
}

import type { Arrival } from './find-token.ts';
import type { MileIdentity } from './identity.ts';
import type { CheckedOptions } from './options.ts';
import type { ReceiveOutcome } from './outcome.ts';
import { noticeResponse } from './pages/notices.ts';
import { IDENTITY_TEXTS } from './pages/texts.ts';
import { userChangePage } from './pages/user-change-page.ts';
import { relativeLocation } from './paths.ts';
import type { Refusals } from './refusals.ts';
import { isEmbedded } from './request-kind.ts';
import { isTrustedPost } from './request-origin.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { cookiesOf } from './session/session-binding.ts';
import type { Visit } from './visit.ts';

/** Starts, keeps, changes and ends the session of a browser. */
export interface SignIn<Incoming> {
  readonly signIn: (visit: Visit<Incoming>, identity: MileIdentity) => Promise<ReceiveOutcome>;
  /** Answers with the page that asks whether to change the user. */
  readonly ask: (
    visit: Visit<Incoming>,
    current: MileIdentity,
    newcomer: MileIdentity,
  ) => Promise<ReceiveOutcome>;
  /** @param sealed - what that page has posted */
  readonly changeUser: (visit: Visit<Incoming>, sealed: string) => Promise<ReceiveOutcome>;
  readonly signOut: (visit: Visit<Incoming>) => Promise<ReceiveOutcome>;
  /** Answers a token that is not good: a reload or a restored tab, where the session still is. */
  readonly keepOrRefuse: (visit: Visit<Incoming>) => Promise<ReceiveOutcome>;
}

export function signInWith<Incoming>(
  options: CheckedOptions<Incoming>,
  { refuse }: Refusals<Incoming>,
): SignIn<Incoming> {
  const { session, change, frameAncestors, onEvent } = options;

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

  async function signOut(visit: Visit<Incoming>): Promise<ReceiveOutcome> {
    const { head, arrival, reader } = visit;
    if (!isTrustedPost(head.header, options.origin)) return refuse(visit, 'cross_site');
    const response = noticeResponse('signed_out', reader);
    for (const cookie of cookiesOf(await session.end(head.request))) {
      response.headers.append('set-cookie', cookie);
    }
    onEvent({ outcome: 'signed_out' });
    return { outcome: 'signed_out', response, url: arrival.url };
  }

  async function keepOrRefuse(visit: Visit<Incoming>): Promise<ReceiveOutcome> {
    const { head, arrival, request, reader } = visit;
    const identity =
      reader.isDocument && head.method === 'GET' ? await session.read(request) : undefined;
    if (identity === undefined) return refuse(visit, 'invalid');
    tell('kept', identity);
    const response = seeOther(locationOf(arrival), new Headers(SECURITY_HEADERS));
    return { outcome: 'kept', identity, url: arrival.url, response };
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

  return { signIn, ask, changeUser, signOut, keepOrRefuse };
}

/** @param location - relative, on this origin */
function seeOther(location: string, headers: Headers): Response {
  const all = new Headers(headers);
  all.set('location', location);
  return new Response(null, { status: 303, headers: all });
}

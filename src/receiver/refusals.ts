import { isShortTokenError } from '../wire/short-token-error.ts';
import type { CheckedOptions } from './options.ts';
import type { ReceiveOutcome, RefusalReason, Refused, SkipReason, Unavailable } from './outcome.ts';
import { type NoticeReader, noticeResponse } from './pages/notices.ts';
import type { NoticeCode } from './pages/texts.ts';
import { SECURITY_HEADERS, withSecurityHeaders } from './security-headers.ts';
import type { Visit } from './visit.ts';

/** Answers what is not let in. */
export interface Refusals<Incoming> {
  /** @param retryAfter - whole seconds, at least 1 */
  readonly refuse: (
    visit: Visit<Incoming>,
    reason: RefusalReason,
    retryAfter?: number,
  ) => Promise<ReceiveOutcome>;
  /** @param error - what the client threw */
  readonly unavailable: (visit: Visit<Incoming>, error: unknown) => Promise<ReceiveOutcome>;
  readonly skip: (visit: Visit<Incoming>, reason: SkipReason) => ReceiveOutcome;
}

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

export function refusals<Incoming>({
  onEvent,
  onRefused,
}: Pick<CheckedOptions<Incoming>, 'onEvent' | 'onRefused'>): Refusals<Incoming> {
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
    const response = noticeOf(error, visit.reader);
    return inOwnWords(visit, { outcome: 'unavailable', code, response, url: visit.arrival.url });
  }

  async function inOwnWords(
    { request }: Visit<Incoming>,
    outcome: Refused | Unavailable,
  ): Promise<ReceiveOutcome> {
    const answer = await onRefused?.(outcome, request);
    if (answer === undefined) return outcome;
    const response = withSecurityHeaders(answer);
    const retryAfter = outcome.response.headers.get('retry-after');
    if (retryAfter !== null && !response.headers.has('retry-after')) {
      response.headers.set('retry-after', retryAfter);
    }
    return { ...outcome, response };
  }

  function skip({ arrival, reader }: Visit<Incoming>, reason: SkipReason): ReceiveOutcome {
    onEvent({ outcome: 'skipped', reason });
    const response =
      reason === 'head'
        ? new Response(null, { headers: SECURITY_HEADERS })
        : noticeResponse(SKIPPED_NOTICE[reason], reader);
    return { outcome: 'skipped', reason, response, url: arrival.url };
  }

  return { refuse, unavailable, skip };
}

function noticeOf(error: unknown, reader: NoticeReader): Response {
  // The token may be used up, so loading the same URL again would only be refused.
  if (isShortTokenError(error, 'outcome_unknown')) return noticeResponse('outcome_unknown', reader);
  const wait = retrySeconds(isShortTokenError(error) ? error.retryAfterMs : undefined);
  return noticeResponse('temporarily_unavailable', reader, wait);
}

function retrySeconds(waitMs: number | undefined): number {
  if (waitMs === undefined) return RETRY_AFTER_SECONDS;
  return Math.min(MAX_RETRY_AFTER_SECONDS, Math.max(1, Math.ceil(waitMs / 1000)));
}

import {
  createReceiver,
  type ReceiveOutcome,
  type ReceiverEvent,
  type WebReceiverOptions,
} from '../../../src/receiver/index.ts';
import { NAVIGATION, upstream } from './upstream.ts';

export const ORIGIN = 'https://svc.example';

/** A receiver on the real client and issuer, with everything that it tells. */
export function receiver(options: Partial<WebReceiverOptions> = {}) {
  const up = upstream();
  const events: ReceiverEvent[] = [];
  const { receive, requireIdentity, handle } = createReceiver({
    moduleUrl: `${ORIGIN}/?token={SHORT_TOKEN}`,
    client: up.client,
    admit: 'anyone',
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { ...up, receive, requireIdentity, handle, events };
}

/** What a browser asks for in a tab, or whoever sends these headers. */
export function get(
  target: string,
  headers: Record<string, string> = NAVIGATION,
  init: RequestInit = {},
): Request {
  return new Request(ORIGIN + target, { headers, ...init });
}

/** A form as a page of the service posts it. */
export function post(
  target: string,
  fields: Record<string, string> | string,
  headers: Record<string, string> = {},
): Request {
  return get(
    target,
    {
      ...NAVIGATION,
      'sec-fetch-site': 'same-origin',
      origin: ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    { method: 'POST', body: new URLSearchParams(fields).toString() },
  );
}

/** The cookies that a browser would send after this answer. */
export function cookieOf(outcome: ReceiveOutcome | Response | undefined): string {
  const headers = outcome instanceof Response ? outcome.headers : outcome?.response?.headers;
  const own = outcome && 'headers' in outcome ? outcome.headers : undefined;
  const cookies = headers?.getSetCookie() ?? own?.getSetCookie() ?? [];
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

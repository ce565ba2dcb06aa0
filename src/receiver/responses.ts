import { SECURITY_HEADERS } from './security-headers.ts';

/** One short message for a person or a program. */
interface Notice {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const NOTICES = {
  invalid: {
    status: 401,
    code: 'short_token_invalid',
    message: 'This link is invalid or has expired. Open it again from MileApp.',
  },
  badRequest: {
    status: 400,
    code: 'bad_request',
    message: 'This link is not well formed. Open it again from MileApp.',
  },
  bot: {
    status: 200,
    code: 'no_preview',
    message: 'There is no preview of this link. Open it in a browser.',
    headers: { 'x-robots-tag': 'noindex, nofollow' },
  },
  // Any other answer than an error would be kept, and shown in place of the real one.
  speculation: {
    status: 503,
    code: 'not_in_advance',
    message: 'This link cannot be loaded in advance.',
    headers: { vary: 'Sec-Purpose, Purpose' },
  },
} as const satisfies Record<string, Notice>;

/** @param seconds - whole, at least 1 */
export function unavailableNotice(seconds: number): Notice {
  return {
    status: 503,
    code: 'temporarily_unavailable',
    message: 'Signing in is not possible right now. Try again in a moment.',
    headers: { 'retry-after': String(seconds) },
  };
}

/** A page for a document, JSON for everything else. Nothing of the request is in it. */
export function noticeResponse(notice: Notice, forDocument: boolean): Response {
  const { status, code, message, headers } = notice;
  const body = forDocument
    ? `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>MileApp</title><p>${message}</p></html>\n`
    : `${JSON.stringify({ code, message })}\n`;
  const type = forDocument ? 'text/html; charset=utf-8' : 'application/json';
  return new Response(body, {
    status,
    headers: {
      ...SECURITY_HEADERS,
      ...headers,
      'content-type': type,
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
    },
  });
}

/** @param location - a path on this origin */
export function seeOther(location: string, headers: Headers): Response {
  const all = new Headers(headers);
  all.set('location', location);
  return new Response(null, { status: 303, headers: all });
}

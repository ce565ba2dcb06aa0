import { type HeaderReader, isDocument } from '../request-kind.ts';
import { SECURITY_HEADERS } from '../security-headers.ts';
import { escapeHtml, htmlPage } from './html-page.ts';
import { type Language, languageOf, NOTICE_TEXTS, type NoticeCode } from './texts.ts';

/** For whom a notice is. */
export interface NoticeReader {
  /** Whether it becomes a page; JSON for everything else. */
  readonly isDocument: boolean;
  readonly language: Language;
  readonly frameAncestors: readonly string[] | undefined;
}

const STATUS = {
  short_token_invalid: 401,
  bad_request: 400,
  not_admitted: 403,
  different_user: 409,
  too_many_attempts: 429,
  temporarily_unavailable: 503,
  outcome_unknown: 502,
  internal_error: 500,
  not_signed_in: 401,
  signed_out: 200,
  no_preview: 200,
  // Any other answer than an error would be kept, and shown in place of the real one.
  not_in_advance: 503,
} as const satisfies Record<NoticeCode, number>;

const HEADERS: { readonly [code in NoticeCode]?: Readonly<Record<string, string>> } = {
  no_preview: { 'x-robots-tag': 'noindex, nofollow' },
  not_in_advance: { vary: 'Sec-Purpose, Purpose' },
};

/**
 * Writes one short message for a person or a program. Nothing of the request is in it.
 *
 * @param retryAfter - whole seconds, at least 1
 */
export function noticeResponse(
  code: NoticeCode,
  reader: NoticeReader,
  retryAfter?: number,
): Response {
  const { language, frameAncestors } = reader;
  const status = STATUS[code];
  const message = NOTICE_TEXTS[code][language];
  const headers = {
    ...HEADERS[code],
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  };
  if (reader.isDocument) {
    const main = `<p>${escapeHtml(message)}</p>`;
    return htmlPage({ status, language, title: 'MileApp', main, frameAncestors, headers });
  }
  return Response.json(
    { code, message },
    {
      status,
      headers: { ...SECURITY_HEADERS, 'x-content-type-options': 'nosniff', ...headers },
    },
  );
}

/** The answer to a request that needs a user and has none. */
export function notSignedIn(header: HeaderReader): Response {
  return noticeResponse('not_signed_in', {
    isDocument: isDocument(header),
    language: languageOf(header('accept-language')),
    frameAncestors: undefined,
  });
}

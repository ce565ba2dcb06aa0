import { ANSWERS } from './answers.ts';
import type { Answer, RequestHead } from './http-types.ts';

/** Which browser origins may call `generate` from a page of their own. */
export interface CorsOptions {
  /** Exact origins, for example `https://app.example`; no wildcard. */
  readonly origins: readonly string[];
}

/** Adds what a browser needs to see, for the origins that may call. */
export interface Cors {
  /** The answer to a preflight, `undefined` for a request that is none. */
  preflight(head: RequestHead): Answer | undefined;
  /** The same answer, readable for the page that called. */
  expose(head: RequestHead, answer: Answer): Answer;
}

const MAX_AGE_SECONDS = '7200';
const ALLOWED = [
  ['access-control-allow-methods', 'POST'],
  ['access-control-allow-headers', 'authorization, content-type, idempotency-key'],
  ['access-control-max-age', MAX_AGE_SECONDS],
].flat();

/**
 * Cross-origin access for a list of origins. Only `generate` gets it: a page never resolves.
 *
 * @throws TypeError for an entry that is not an origin
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createCors({ origins }: CorsOptions): Cors {
  if (!Array.isArray(origins) || !origins.every(isOrigin)) {
    throw new TypeError(
      "cors.origins must list exact origins such as 'https://app.example': scheme, host, port, no path.",
    );
  }
  const allowed = new Set(origins);
  const originOf = (head: RequestHead) => {
    const origin = head.header('origin') ?? '';
    return allowed.has(origin) ? origin : undefined;
  };
  return {
    preflight(head) {
      const isPreflight =
        head.method === 'OPTIONS' && head.header('access-control-request-method') !== undefined;
      if (!isPreflight) return undefined;
      const origin = originOf(head);
      if (origin === undefined) return ANSWERS.originRefused;
      const headers = ['access-control-allow-origin', origin, 'vary', 'origin', ...ALLOWED];
      return { status: 204, headers, body: '' };
    },
    expose(head, answer) {
      const origin = originOf(head);
      const headers =
        origin === undefined
          ? ['vary', 'origin']
          : [
              ...['access-control-allow-origin', origin, 'vary', 'origin'],
              ...['access-control-expose-headers', 'retry-after'],
            ];
      return { ...answer, headers: [...answer.headers, ...headers] };
    },
  };
}

function isOrigin(value: unknown): boolean {
  return (
    typeof value === 'string' &&
    /^https?:/.test(value) &&
    URL.canParse(value) &&
    new URL(value).origin === value
  );
}

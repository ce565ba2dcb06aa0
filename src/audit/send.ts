import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

/** One request as a browser sends it. */
export interface Sending {
  readonly method?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A form, already encoded. */
  readonly body?: string | undefined;
  /** Ends the whole audit. */
  readonly signal?: AbortSignal | undefined;
  /** Whose certificate is its own authority. */
  readonly trusted?: TrustedOrigin | undefined;
}

/** An origin that is known by its certificate, which counts nowhere else. */
export interface TrustedOrigin {
  readonly origin: string;
  /** PEM. */
  readonly certificate: string;
}

/** What came back. */
export interface Received {
  readonly url: string;
  /** 0 where there was no answer; `failure` says why. */
  readonly status: number;
  readonly failure?: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: readonly string[];
  readonly body: string;
  readonly durationMs: number;
}

const MAX_BODY_BYTES = 1_048_576;
const TIMEOUT_MS = 15_000;

/**
 * Sends one request on a connection of its own and follows nothing.
 *
 * @throws the reason of the signal, and nothing else
 */
export function send(
  href: string,
  { method = 'GET', headers = {}, body, signal, trusted }: Sending,
): Promise<Received> {
  signal?.throwIfAborted();
  const started = performance.now();
  const url = new URL(href);
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  return new Promise((done, fail) => {
    const give = (rest: Pick<Received, 'status'> & Partial<Received>) =>
      done({
        url: href,
        headers: {},
        cookies: [],
        body: '',
        ...rest,
        durationMs: performance.now() - started,
      });
    const broken = (error: NodeJS.ErrnoException) => {
      if (signal?.aborted) return fail(signal.reason);
      const failure = limit.aborted
        ? `no answer in ${TIMEOUT_MS / 1000} s`
        : `no answer (${error.code ?? error.name})`;
      give({ status: 0, failure });
    };
    const open = () =>
      (url.protocol === 'https:' ? httpsRequest : httpRequest)(
        {
          host: url.hostname.replace(/^\[|\]$/g, ''),
          port: url.port,
          path: url.pathname + url.search,
          method,
          agent: false,
          ...(trusted?.origin === url.origin && { ca: trusted.certificate }),
          headers: { host: url.host, ...headers },
          signal: signal ? AbortSignal.any([signal, limit]) : limit,
        },
        (response) => {
          const chunks: Buffer[] = [];
          let bytes = 0;
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
          });
          response.on('error', broken);
          response.on('end', () => {
            const { 'set-cookie': cookies = [], ...rest } = response.headers;
            give({
              status: response.statusCode ?? 0,
              headers: rest as Received['headers'],
              cookies,
              body: Buffer.concat(chunks).toString(),
            });
          });
        },
      );
    try {
      open().on('error', broken).end(body);
    } catch (error) {
      // A cookie of the receiver's may be one that no header can carry.
      broken(error as Error);
    }
  });
}

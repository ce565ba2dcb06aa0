import type { ModuleUrl } from '../../url/module-url.ts';
import { redactUrl } from '../../url/redact-url.ts';
import { attempt, fieldOf, textOf } from '../foreign-values.ts';
import { readTokenPlace } from '../token-place.ts';
import { type LoggedError, loggedError } from './logged-error.ts';
import { redactTarget, redactText } from './redact-text.ts';
import { type LogDestination, type LogStream, redactingStream } from './redacting-stream.ts';
import { redactionRules } from './redaction-rules.ts';

/** What a redactor has to know. */
export interface RedactorOptions {
  /** The Custom Module URL, as the receiver has it. */
  readonly moduleUrl: string | ModuleUrl;
  /** As the receiver has it. */
  readonly basePath?: string | undefined;
  /** As the receiver has it. */
  readonly formField?: string | undefined;
}

/** What is logged of a request: nothing that could hold a token, a cookie or a credential. */
export interface LoggedRequest {
  /** The logger's own name for it. */
  readonly id?: unknown;
  /** HTTP method. */
  readonly method: string;
  /** Target without the token. */
  readonly url: string;
  /** Redacted, where the request has one. */
  readonly referer?: string;
  /** Address of the client. */
  readonly remoteAddress?: string;
  // Fastify wants it so of a serializer's result.
  readonly [field: string]: unknown;
}

/** Keeps short tokens out of logs and error pages. */
export interface Redactor {
  /** Masks the token in a request's own target, and everything in any other URL. */
  readonly url: (target: string) => string;
  /** Masks what looks like the token's place anywhere in a text: a log line, a message, a page. */
  readonly text: (text: string) => string;
  /** For pino, pino-http and Fastify: `pino({ serializers: redactor.serializers })`. */
  readonly serializers: {
    /** What is logged of a request. */
    readonly req: (request: unknown) => LoggedRequest;
    /** What is logged of a response: its status. */
    readonly res: (response: unknown) => {
      /** HTTP status. */
      readonly statusCode: number;
    };
    /** What is logged of an error. */
    readonly err: (error: unknown) => LoggedError;
  };
  /**
   * Makes a `Writable` in front of another stream, for morgan, pino, winston, Fastify and `pipeline()`.
   * It passes on whole lines.
   *
   * @throws TypeError on platforms without the streams of Node
   */
  readonly stream: (destination: LogDestination) => LogStream;
  /** A print function in front of another one, for `logger()` of Hono. */
  readonly print: (print: (...texts: string[]) => void) => (...texts: string[]) => void;
}

/**
 * Makes redactors that know where the token is.
 *
 * @param options - `moduleUrl` and, where the receiver has it, `formField`
 * @returns the redactors; none of them throws
 * @throws TypeError, RangeError, ModuleUrlError for a module URL that cannot work
 * @example
 * const redactor = createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' });
 * app.use(morgan('combined', { stream: redactor.stream(process.stdout) }));
 */
export function createRedactor(options: RedactorOptions): Redactor {
  const { moduleUrl, basePath = '', formField } = options;
  const rules = redactionRules(readTokenPlace(moduleUrl, basePath).place, formField);
  // In JavaScript anything may be handed in, and what is no text must not pass by unread.
  const url = (target: string) => redactTarget(rules, textOf(target));
  const text = (value: string) => redactText(rules, textOf(value));

  function req(request: unknown): LoggedRequest {
    const id = fieldOf(request, 'id');
    // Express takes a mount point off `url`. Fastify keeps an `originalUrl` once it was asked for.
    const isFastify = fieldOf(request, 'raw') !== undefined;
    const original = isFastify ? undefined : fieldOf(request, 'originalUrl');
    const target = textOf(original ?? fieldOf(request, 'url'));
    const referer = fieldOf(fieldOf(request, 'headers'), 'referer');
    const address =
      fieldOf(request, 'remoteAddress') ?? fieldOf(fieldOf(request, 'socket'), 'remoteAddress');
    return {
      ...(id === undefined ? {} : { id }),
      method: textOf(fieldOf(request, 'method')),
      url: redactTarget(rules, target),
      // Somebody else's URL, or ours: what may be shown of it is not known.
      ...(typeof referer === 'string' ? { referer: redactUrl(referer) } : {}),
      ...(address === undefined ? {} : { remoteAddress: textOf(address) }),
    };
  }

  return Object.freeze({
    url,
    text,
    serializers: Object.freeze({
      req,
      res: (response: unknown) => ({
        statusCode: attempt(() => Number(fieldOf(response, 'statusCode') ?? 0)) ?? 0,
      }),
      err: (error: unknown) => loggedError(error, text),
    }),
    stream: (destination: LogDestination) => redactingStream(rules, destination),
    print:
      (print: (...texts: string[]) => void) =>
      (...texts: string[]) =>
        print(...texts.map(text)),
  });
}

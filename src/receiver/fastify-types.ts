import type { HandOff, OnAuthenticated, ReceiverOptions } from './options.ts';

/** What is used of Fastify's request. */
export interface FastifyRequestLike {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: { url?: string | undefined; originalUrl?: string | undefined };
  readonly query: unknown;
  readonly body: unknown;
}

/** What is used of Fastify's reply. */
export interface FastifyReplyLike {
  header(name: string, value: string): unknown;
  code(status: number): unknown;
  send(payload: Uint8Array | undefined): unknown;
}

/** What is used of a Fastify instance. */
export interface FastifyInstanceLike {
  decorateRequest(name: string, value: null): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: every hook of Fastify has a signature of its own
  addHook(name: any, hook: any): unknown;
}

/** How a Fastify application receives; `request` may be declared as Fastify's own type. */
export interface FastifyReceiverOptions
  extends Omit<ReceiverOptions<FastifyRequestLike>, 'onAuthenticated'> {
  onAuthenticated(
    ...what: Parameters<OnAuthenticated<FastifyRequestLike>>
  ): HandOff | Promise<HandOff>;
}

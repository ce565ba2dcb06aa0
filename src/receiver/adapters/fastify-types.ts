import type { MileIdentity } from '../identity.ts';
import type { NodeRequest, NodeResponse } from './node-messages.ts';

/** What is used of Fastify's request. */
export interface FastifyRequestLike {
  readonly method: string;
  readonly headers: NodeRequest['headers'];
  readonly raw: NodeRequest & { originalUrl?: string | undefined };
  readonly ip: string;
  readonly query: unknown;
  mileIdentity?: MileIdentity | undefined;
}

/** What is used of Fastify's reply. */
export interface FastifyReplyLike {
  readonly raw: NodeResponse;
  header(name: string, value: string): unknown;
  code(status: number): unknown;
  send(payload?: Uint8Array): unknown;
}

/** What is used of a Fastify instance. */
export interface FastifyInstanceLike {
  decorateRequest(name: string, value: undefined): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: every hook of Fastify has a signature of its own
  addHook(name: any, hook: any): unknown;
}

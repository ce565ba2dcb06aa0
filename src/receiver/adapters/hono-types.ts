import type { MileIdentity } from '../identity.ts';

/** For `new Hono<{ Variables: ReceiverVariables }>()`. */
export interface ReceiverVariables {
  /** Who is signed in. */
  mileIdentity?: MileIdentity | undefined;
}

/** What is used of Hono's context. */
export interface HonoContextLike {
  readonly req: {
    readonly method: string;
    readonly url: string;
    raw: Request;
    header(name: string): string | undefined;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what it is depends on the platform
  readonly env: any;
  readonly res: Response;
  // biome-ignore lint/suspicious/noExplicitAny: the key and value types are the application's
  set: any;
  // biome-ignore lint/suspicious/noExplicitAny: the application's too
  get: any;
  header(name: string, value: string, options?: { append?: boolean }): unknown;
  // biome-ignore lint/suspicious/noExplicitAny: Hono overloads it
  body(...args: any[]): Response;
}

/** A middleware of Hono. */
export type HonoMiddleware<Incoming extends HonoContextLike> = (
  context: Incoming,
  next: () => Promise<void>,
) => Promise<Response | undefined>;

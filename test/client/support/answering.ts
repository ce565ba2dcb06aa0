import { createShortTokenClient } from '../../../src/client/create-short-token-client.ts';
import type { ShortTokenClientOptions } from '../../../src/client/options.ts';

export const TOKEN = 'abc123def456ghi789';
export const EXPIRES = 1_767_225_900;
export const USER = {
  userId: '6530f1c2a4b5d6e7f8091a2b',
  organizationId: '6530f1c2a4b5d6e7f8091a2c',
};
export const RESOLVED = {
  status: true,
  message: 'Success.',
  data: { bearerToken: 'the-bearer', ...USER },
};
export const GENERATED = { status: true, data: { shortToken: TOKEN, expiresAt: EXPIRES } };

interface Sent {
  readonly url: string;
  readonly init: RequestInit & { readonly headers: Record<string, string> };
}

/** A client whose server says one thing, and what it was asked. */
export function answering(body: unknown, options: ShortTokenClientOptions = {}, status = 200) {
  const sent: Sent[] = [];
  const client = createShortTokenClient({
    bearer: 'my-bearer',
    ...options,
    fetch: async (url, init) => {
      sent.push({ url: String(url), init: init as Sent['init'] });
      return Response.json(body, { status });
    },
  });
  return { client, sent };
}

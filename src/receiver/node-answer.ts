import type { Authenticated, ReceiveOutcome } from './outcome.ts';

/** What is used of the response of node:http. */
export interface NodeResponse {
  statusCode: number;
  setHeader(name: string, value: string): unknown;
  appendHeader(name: string, value: string): unknown;
  end(body: Uint8Array): unknown;
}

/** Sends what is ready to be sent; gives the outcome back when the answer is the application's. */
export async function sendOutcome(
  outcome: ReceiveOutcome,
  to: NodeResponse,
): Promise<ReceiveOutcome | undefined> {
  const { response } = outcome;
  const headers = response?.headers ?? (outcome as Partial<Authenticated>).headers ?? [];
  for (const [name, value] of headers) {
    // A session middleware may have set a cookie of its own.
    if (name === 'set-cookie') to.appendHeader(name, value);
    else to.setHeader(name, value);
  }
  if (response === undefined) return outcome;
  to.statusCode = response.status;
  to.end(new Uint8Array(await response.arrayBuffer()));
  return undefined;
}

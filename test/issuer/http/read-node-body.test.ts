import { type IncomingMessage, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { RequestBody } from '../../../src/issuer/http/http-types.ts';
import { readNodeBody } from '../../../src/issuer/http/read-node-body.ts';
import { startServer } from '../support/node-server.ts';

type Read = (request: IncomingMessage) => Promise<RequestBody>;

/** A response that does not learn that its caller has left. */
const unaware = (request: IncomingMessage) => new ServerResponse(request);

/** What is read of a request that sends 8 of its 100 bytes. */
async function bodyOf(read: (caller: Socket) => Read): Promise<RequestBody> {
  let caller: Socket | undefined;
  let give: (body: Promise<RequestBody>) => void = () => {};
  const body = new Promise<RequestBody>((done) => {
    give = done;
  });
  const server = await startServer((request) => give(read(caller as Socket)(request)));
  onTestFinished(() => server.close());
  caller = connect(Number(new URL(server.origin).port), '127.0.0.1');
  caller.on('error', () => {});
  caller.write('POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 100\r\n\r\n{"shortT');
  return body;
}

test.each<[string, (caller: Socket) => Read]>([
  [
    'that leaves in the middle of its body',
    (caller) => (request) => {
      const body = readNodeBody(request, unaware(request));
      request.once('data', () => caller.destroy());
      return body;
    },
  ],
  [
    'that has left before',
    (caller) => async (request) => {
      caller.destroy();
      await new Promise((closed) => request.on('close', closed));
      return readNodeBody(request, unaware(request));
    },
  ],
])('takes no body of a caller %s for one', async (_name, read) => {
  expect(await bodyOf(read)).toEqual({ state: 'abandoned' });
});

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { putHeaders, secureAnswer } from '../../../src/receiver/adapters/node-messages.ts';

/** What a client sees of an answer that is written so. */
async function answered(write: (response: ServerResponse) => unknown): Promise<Response> {
  const server = createServer((_, response) => {
    write(response);
    response.end('x');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const { port } = server.address() as AddressInfo;
    return await fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } });
  } finally {
    server.close();
  }
}

describe('an answer to a request with a token', () => {
  test.each([
    ['an object', { 'Cache-Control': 'public', 'x-a': '1' }],
    ['a flat list', ['Cache-Control', 'public', 'x-a', '1']],
  ])('stays out of caches whatever its route writes: %s', async (_, headers) => {
    for (const rest of [[headers], ['Fine', headers]]) {
      const response = await answered((one) => {
        secureAnswer(one);
        one.writeHead(201, ...(rest as [never]));
      });
      expect(response.status).toBe(201);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-a')).toBe('1');
    }
  });

  test('keeps the cookies that are there', async () => {
    const response = await answered((one) => {
      one.setHeader('set-cookie', 'a=1');
      one.setHeader('x-a', '1');
      putHeaders(one, new Headers({ 'set-cookie': 'b=2', 'x-a': '2' }));
    });
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(response.headers.get('x-a')).toBe('2');
  });
});

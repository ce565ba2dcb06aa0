import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  type NodeRequest,
  putHeaders,
  readNodeForm,
  secureAnswer,
} from '../../../src/receiver/adapters/node-messages.ts';
import { MAX_FORM_BYTES } from '../../../src/receiver/form-fields.ts';

/** What a client sees of an answer that is written so. */
async function answered(write: (response: ServerResponse) => unknown): Promise<Response> {
  const server = createServer((_, response) => {
    try {
      write(response);
      response.end('x');
    } catch {
      response.destroy();
    }
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
    [
      'a list of pairs',
      [
        ['Cache-Control', 'public'],
        ['x-a', '1'],
        ['x-b', '2'],
      ],
    ],
  ])('stays out of caches whatever its route writes: %s', async (_, headers) => {
    for (const [reason, ...rest] of [
      ['Created', headers],
      ['Fine', 'Fine', headers],
      ['Fine', 'Fine'],
      ['Created', undefined],
      ['Created'],
    ]) {
      const response = await answered((one) => {
        secureAnswer(one);
        one.writeHead(201, ...(rest as [never]));
      });
      expect(response.status).toBe(201);
      expect(response.statusText).toBe(reason);
      expect(response.headers.get('cache-control')).toBe('no-store');
      expect(response.headers.get('referrer-policy')).toBe('no-referrer');
      expect(response.headers.get('x-a')).toBe(rest.includes(headers) ? '1' : null);
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

interface Message extends NodeRequest {
  body?: unknown;
  readonly taken: () => number;
}

/** A request whose body comes in these chunks, and how many of them have been taken. */
function message(chunks: readonly Uint8Array[], length: string | undefined): Message {
  let taken = 0;
  return {
    headers: length === undefined ? {} : { 'content-length': length },
    taken: () => taken,
    async *[Symbol.asyncIterator]() {
      for (const chunk of chunks) {
        taken += 1;
        yield chunk;
      }
    },
  } as Message;
}

const whole = (text: string, chunkSize = text.length + 1) => {
  const bytes = Buffer.from(text);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkSize) }, (_, i) =>
    bytes.subarray(i * chunkSize, (i + 1) * chunkSize),
  );
  return message(chunks, String(bytes.length));
};

describe('the form of a request of node:http', () => {
  test('is read in whatever pieces it comes, and left for the next parser', async () => {
    const request = whole('name=Bj%C3%B6rn ö€😀&token=t&next=1&next=2&next=3', 1);
    expect(await readNodeForm(request)).toEqual([
      ['name', 'Björn ö€😀'],
      ['token', 't'],
      ['next', '1'],
      ['next', '2'],
      ['next', '3'],
    ]);
    expect({ ...(request.body as object) }).toEqual({
      name: 'Björn ö€😀',
      token: 't',
      next: ['1', '2', '3'],
    });
    expect(request).toMatchObject({ _body: true });
  });

  test('is taken from the parser that has read it', async () => {
    const request = Object.assign(whole('a=1'), { body: { token: 't', next: ['1', '2'] } });
    expect(await readNodeForm(request)).toEqual([
      ['token', 't'],
      ['next', '1'],
      ['next', '2'],
    ]);
    expect(request.taken()).toBe(0);
  });

  test('has no field that an object has by nature', async () => {
    const request = whole('__proto__=1&constructor=2');
    await readNodeForm(request);
    expect(Object.entries(request.body as object)).toEqual([
      ['__proto__', '1'],
      ['constructor', '2'],
    ]);
  });

  test.each([
    ['with as many bytes as a form may have', MAX_FORM_BYTES, String(MAX_FORM_BYTES), 1],
    ['with one more', MAX_FORM_BYTES + 1, String(MAX_FORM_BYTES + 1), 0],
    ['that does not say how many it has', 3, undefined, 0],
    ['that says what is no number', 3, 'three', 0],
  ])('%s is read or left alone as a whole', async (_, bytes, length, taken) => {
    const request = message([Buffer.from(`a=${'x'.repeat(bytes - 2)}`)], length);
    expect(await readNodeForm(request)).toEqual(taken ? [['a', 'x'.repeat(bytes - 2)]] : undefined);
    expect(request.taken()).toBe(taken);
  });

  test.each([{ readableDidRead: true }, { readableEnded: true }])(
    'is not read again after %o',
    async (state) => {
      const request = Object.assign(whole('a=1'), state);
      expect(await readNodeForm(request)).toBeUndefined();
      expect(request.taken()).toBe(0);
    },
  );
});

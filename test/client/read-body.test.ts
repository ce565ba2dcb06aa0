import { Readable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { type BodyHolder, discardBody, readBody } from '../../src/client/read-body.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const holding = (body: unknown, headers: HeadersInit = {}): BodyHolder => ({
  headers: new Headers(headers),
  body,
  text: () => Promise.reject(new Error('the stream has to be read instead')),
});

/** A body of each kind with these chunks, and whether it was let go of. */
const KINDS: Readonly<
  Record<string, (...chunks: Uint8Array[]) => { body: object; isLetGo: () => boolean }>
> = {
  'a stream of the web': (...chunks) => {
    const cancel = vi.fn();
    const pull = (controller: ReadableStreamDefaultController) => {
      const chunk = chunks.shift();
      if (chunk) controller.enqueue(chunk);
      else controller.close();
    };
    const body = new ReadableStream({ pull, cancel }, { highWaterMark: 0 });
    return { body, isLetGo: () => cancel.mock.calls.length > 0 };
  },
  'a stream of the web that cannot be iterated': (...chunks) => {
    const cancel = vi.fn(async () => {});
    const read = async () => ({ value: chunks.shift() });
    return {
      body: { getReader: () => ({ read, cancel }), cancel },
      isLetGo: () => cancel.mock.calls.length > 0,
    };
  },
  'a stream of Node': (...chunks) => {
    const body = Readable.from(chunks, { objectMode: false });
    return { body, isLetGo: () => body.destroyed };
  },
  'an iterable that cannot be stopped': (...chunks) => {
    const next = async () => ({ done: chunks.length === 0, value: chunks.shift() });
    return { body: { [Symbol.asyncIterator]: () => ({ next }) }, isLetGo: () => true };
  },
};

describe.each(Object.entries(KINDS))('%s', (_kind, bodyOf) => {
  test('is read whole, through the middle of a character', async () => {
    const [first, second] = [bytesOf('東京').slice(0, 4), bytesOf('東京').slice(4)];
    const { body } = bodyOf(first, second);
    expect(await readBody(holding(body), 100)).toEqual({ text: '東京', bytes: 6 });
  });

  test('may be as large as the limit', async () => {
    const { body } = bodyOf(bytesOf('12'), bytesOf('34'));
    expect(await readBody(holding(body), 4)).toEqual({ text: '1234', bytes: 4 });
  });

  test('is let go of once it is larger', async () => {
    const { body, isLetGo } = bodyOf(bytesOf('12'), bytesOf('345'), bytesOf('6'));
    expect(await readBody(holding(body), 4)).toBe('response_too_large');
    await vi.waitFor(() => expect(isLetGo()).toBe(true));
  });

  test('that is no UTF-8 is no JSON', async () => {
    const { body } = bodyOf(Uint8Array.of(0x22, 0xff, 0x22));
    expect(await readBody(holding(body), 100)).toBe('response_not_json');
  });
});

describe('a body whose length is announced', () => {
  const announced = (length: string) => {
    const { body, isLetGo } = KINDS['a stream of the web']?.(bytesOf('1234')) ?? {};
    return { holder: holding(body, { 'content-length': length }), isLetGo };
  };

  test('is read when it fits', async () => {
    expect(await readBody(announced('4').holder, 4)).toEqual({ text: '1234', bytes: 4 });
  });

  test('is let go of unread when it does not', async () => {
    const { holder, isLetGo } = announced('5');
    expect(await readBody(holder, 4)).toBe('response_too_large');
    expect(isLetGo?.()).toBe(true);
  });
});

test('an empty piece is not the end', async () => {
  const chunks = [bytesOf(''), bytesOf('1')];
  const read = async () => ({ value: chunks.shift() });
  const body = { getReader: () => ({ read, cancel: async () => {} }) };
  expect(await readBody(holding(body), 4)).toEqual({ text: '1', bytes: 1 });
});

describe('a body without a stream', () => {
  const plain = (text: string) => ({ headers: new Headers(), text: async () => text });

  test.each([
    ['1234', { text: '1234', bytes: 4 }],
    ['12345', 'response_too_large'],
  ])('is measured when it is there: %s', async (text, expected) => {
    expect(await readBody(plain(text), 4)).toEqual(expected);
  });
});

describe('a body that nobody wants', () => {
  test.each(['a stream of the web', 'a stream of Node'])('is let go of: %s', (kind) => {
    const { body, isLetGo } = KINDS[kind]?.(bytesOf('1')) ?? {};
    discardBody(holding(body));
    expect(isLetGo?.()).toBe(true);
  });

  test.each([
    ['nothing', undefined],
    ['null', null],
    ['an object', {}],
    ['a stream whose cancellation fails', { cancel: async () => Promise.reject(new Error('no')) }],
    [
      'a stream that throws',
      {
        cancel: () => {
          throw new Error('no');
        },
      },
    ],
  ])('is no trouble: %s', async (_name, body) => {
    expect(discardBody(holding(body))).toBeUndefined();
    // A rejection that nobody handles would fail this run.
    await new Promise(setImmediate);
  });
});

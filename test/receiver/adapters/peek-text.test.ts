import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { peekText } from '../../../src/receiver/adapters/peek-text.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

const HEAD = 'POST / HTTP/1.1\r\nhost: localhost\r\n';

/** A message as Node has it when its head has come, and the other end of its connection. */
async function messageOf(head: string) {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
  open.push(() => {
    socket.destroy();
    server.close();
    server.closeAllConnections();
  });
  socket.write(head);
  const [message] = (await once(server, 'request')) as [IncomingMessage];
  return { message, socket };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a body that is looked at', () => {
  test('is there once more, for a parser that iterates', async () => {
    const { message } = await messageOf(`${HEAD}content-length: 5\r\n\r\na=1&b`);
    expect(await peekText(message)).toBe('a=1&b');
    expect(await textOf(message)).toBe('a=1&b');
  });

  test('is there once more, for a parser that listens', async () => {
    const { message } = await messageOf(`${HEAD}content-length: 5\r\n\r\na=1&b`);
    await peekText(message);
    let heard = '';
    message.on('data', (chunk) => {
      heard += chunk;
    });
    await once(message, 'end');
    expect(heard).toBe('a=1&b');
  });

  test('is whole, although it comes in pieces that cut a character', async () => {
    const body = Buffer.from('name=Größe&x=日本');
    const { message, socket } = await messageOf(`${HEAD}content-length: ${body.length}\r\n\r\n`);
    const text = peekText(message);
    for (const byte of body) {
      socket.write(Buffer.of(byte));
      await new Promise((done) => setImmediate(done));
    }
    expect(await text).toBe('name=Größe&x=日本');
    expect(await textOf(message)).toBe('name=Größe&x=日本');
  });

  test('may be empty', async () => {
    const { message } = await messageOf(`${HEAD}content-length: 0\r\n\r\n`);
    expect(await peekText(message)).toBe('');
    expect(await textOf(message)).toBe('');
  });
});

describe('a body', () => {
  test.each([
    ['that is too large for a form', 'content-length: 1000000\r\n\r\nabc'],
    ['that does not say its length', 'transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n'],
  ])('%s is left unread', async (_, rest) => {
    const { message } = await messageOf(HEAD + rest);
    expect(await peekText(message)).toBeUndefined();
    expect(message.readableDidRead).toBe(false);
  });

  test('whose sender leaves is an error', async () => {
    const { message, socket } = await messageOf(`${HEAD}content-length: 9\r\n\r\nabc`);
    const text = peekText(message);
    socket.destroy();
    await expect(text).rejects.toThrow();
  });
});

import { MAX_FORM_BYTES } from '../form-fields.ts';
import type { NodeRequest } from './node-messages.ts';

/** What is used of a message of Node's that nobody has read from. */
export interface PeekableMessage extends Pick<NodeRequest, 'headers'> {
  read(): Uint8Array | null;
  unshift(chunk: Uint8Array): void;
  on(event: string, listener: (error?: Error) => void): unknown;
  removeListener(event: string, listener: (error?: Error) => void): unknown;
}

/**
 * Reads a body and puts it back, so that the parser of a framework finds it untouched.
 *
 * @param message - unread, and neither paused nor piped
 * @returns the text; `undefined`, with nothing read, where the body is too large for a form or does not
 *   say its length
 * @throws Error where the client leaves before the end
 * @see https://nodejs.org/api/stream.html#readableunshiftchunk-encoding
 */
export function peekText(message: PeekableMessage): Promise<string | undefined> {
  const length = Number(message.headers['content-length'] ?? Number.NaN);
  if (!(length <= MAX_FORM_BYTES)) return Promise.resolve(undefined);
  if (length === 0) return Promise.resolve('');
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let missing = length;
    const onReadable = () => {
      // No further than to the last byte: a message that has ended takes nothing back.
      while (missing > 0) {
        const chunk = message.read();
        if (chunk === null) return;
        chunks.push(chunk);
        missing -= chunk.length;
      }
      stop();
      const body = Buffer.concat(chunks);
      message.unshift(body);
      resolve(body.toString());
    };
    const onEnd = (error?: Error) => {
      stop();
      reject(error ?? new Error('The client left before the end of its request.'));
    };
    const stop = () => {
      message.removeListener('readable', onReadable);
      for (const event of ENDS) message.removeListener(event, onEnd);
    };
    message.on('readable', onReadable);
    for (const event of ENDS) message.on(event, onEnd);
  });
}

const ENDS = ['end', 'error', 'aborted', 'close'];

import { createHmac } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { createShortHmac } from '../../src/issuer/hmac.ts';

const LONGEST = 100;
const keyOf = (letter: string) => letter.repeat(32);

test("agrees with the platform's HMAC for every length and key, in any order", () => {
  const hmac = createShortHmac(LONGEST);
  for (const letter of ['a', '\0', '\xff', 'b']) {
    const key = Buffer.from(keyOf(letter), 'latin1');
    hmac.setKey(keyOf(letter));
    for (const length of [...Array(LONGEST + 1).keys(), 3, 50, 0]) {
      const message = letter === 'a' ? 'x'.repeat(length) : 'yz'.repeat(50).slice(0, length);
      const expected = createHmac('sha256', key).update(message);
      expect(hmac.digest(message, 'base64url')).toBe(expected.digest('base64url'));
    }
  }
});

test('leaves the same behind in its buffers, whatever the key and the message', () => {
  const alloc = vi.spyOn(Buffer, 'alloc');
  const left = [
    ['k', 'MESSAGE'],
    ['l', 'ANOTHER'],
  ].map(([letter = '', message = '']) => {
    alloc.mockClear();
    const hmac = createShortHmac(LONGEST);
    hmac.setKey(keyOf(letter));
    hmac.digest(message, 'binary');
    hmac.forgetKey();
    return Buffer.concat(alloc.mock.results.map(({ value }) => value as Buffer));
  });
  alloc.mockRestore();
  expect(left[0]?.length).toBeGreaterThan(LONGEST);
  expect(left[1]?.equals(left[0] as Buffer)).toBe(true);
});

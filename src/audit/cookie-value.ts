import { createHash } from 'node:crypto';
import type { AuditUser } from './audit-issuer.ts';

/**
 * The value of a cookie with the id of one user exchanged for another's, in every encoding that
 * takes no key: as it is, percent-encoded, base64, hex, and each part of a JWT.
 */
export function forgeries(value: string, from: string, to: string): string[] {
  const exchanged = (text: string) => (text.includes(from) ? text.replaceAll(from, to) : undefined);
  const found = new Set<string>();
  const add = (forged: string | undefined) => forged !== undefined && found.add(forged);

  add(exchanged(value));
  const plain = percentDecoded(value);
  add(mapped(exchanged(plain), encodeURIComponent));
  for (const whole of [value, plain]) {
    const parts = whole.split('.');
    for (const encoding of ['base64url', 'base64', 'hex'] as const) {
      const again = parts.map((part) => {
        const inner = exchanged(Buffer.from(part, encoding).toString('utf8'));
        return mapped(inner, (text) => Buffer.from(text).toString(encoding));
      });
      if (again.some((part) => part !== undefined)) {
        const forged = parts.map((part, i) => again[i] ?? part);
        add(encodeURIComponent(forged.join('.')));
        add(withoutSignature(forged));
      }
    }
  }
  found.delete(value);
  return [...found];
}

/** A JWT that says it has no signature (RFC 8725 section 2.1). */
function withoutSignature(parts: readonly string[]): string | undefined {
  if (parts.length !== 3) return undefined;
  const header = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
  return `${header}.${parts[1]}.`;
}

/** Whether a value, or a part of it, is what a hash function makes of the user's ids. */
export function isHashOf(value: string, { userId, organizationId }: AuditUser): boolean {
  const inputs = [
    userId,
    organizationId + userId,
    userId + organizationId,
    `${organizationId}:${userId}`,
    `${userId}:${organizationId}`,
  ];
  const parts = percentDecoded(value).split(/[.:|]/);
  return inputs.some((input) =>
    ['md5', 'sha1', 'sha256', 'sha512'].some((algorithm) => {
      const digest = createHash(algorithm).update(input).digest();
      const texts = [
        digest.toString('hex'),
        digest.toString('base64'),
        digest.toString('base64url'),
      ];
      return texts.some((text) => parts.includes(text));
    }),
  );
}

/** How many bits vary at most between values, judged by the characters in the place that varies. */
export function looseBits(values: readonly string[]): number {
  const [first = '', ...rest] = values.map(percentDecoded);
  let start = 0;
  while (start < first.length && rest.every((value) => value[start] === first[start])) start += 1;
  let end = 0;
  while (
    end < first.length - start &&
    rest.every((value) => value.at(-1 - end) === first.at(-1 - end))
  ) {
    end += 1;
  }
  const varying = [first, ...rest].map((value) =>
    value.slice(start, Math.max(start, value.length - end)),
  );
  const text = varying.join('');
  const alphabet = /^\d*$/.test(text) ? 10 : /^[\da-f-]*$/i.test(text) ? 16 : 64;
  const length = Math.max(...varying.map((part) => part.replaceAll('-', '').length));
  return length * Math.log2(alphabet);
}

/** The same shape with other characters: what somebody may have invented. */
export function invented(value: string): string {
  const isHex = /^[\da-f-]+$/i.test(value);
  return value.replace(/[a-z\d]/gi, (character) => {
    const set = /\d/.test(character)
      ? '0123456789'
      : isHex
        ? 'abcdef'
        : 'abcdefghijklmnopqrstuvwxyz';
    const other = set[Math.floor(Math.random() * set.length)] as string;
    return character === character.toUpperCase() ? other.toUpperCase() : other;
  });
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function mapped(text: string | undefined, map: (text: string) => string): string | undefined {
  return text === undefined ? undefined : map(text);
}

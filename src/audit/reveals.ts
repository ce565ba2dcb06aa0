import { gunzipSync, inflateSync } from 'node:zlib';

const MAX_DEPTH = 4;
const MAX_TEXTS = 400;
const MAX_LENGTH = 262_144;

/**
 * Whether a text holds a secret: as it is, percent-encoded, escaped as in JSON or HTML, in base64 or
 * hex, compressed, or any of these inside each other (a cookie with a JWT with JSON, for example).
 */
export function reveals(text: string, secrets: readonly string[]): boolean {
  const seen = new Set<string>();
  let layer = [text.slice(0, MAX_LENGTH)];
  for (let depth = 0; depth <= MAX_DEPTH && layer.length > 0; depth += 1) {
    const next: string[] = [];
    for (const candidate of layer) {
      if (seen.has(candidate) || seen.size > MAX_TEXTS) continue;
      seen.add(candidate);
      if (secrets.some((secret) => candidate.includes(secret))) return true;
      next.push(...decodings(candidate));
    }
    layer = next;
  }
  return false;
}

/**
 * Parts of a bearer that show it is there, though it may be cut into several cookies: the middle and
 * the end of its signature, which nothing else contains.
 */
export function bearerParts(bearer: string): string[] {
  const signature = bearer.slice(bearer.lastIndexOf('.') + 1);
  const middle = signature.length >> 1;
  return [signature.slice(0, 32), signature.slice(middle, middle + 32), signature.slice(-32)];
}

function decodings(text: string): string[] {
  const found = new Set<string>();
  const unescaped = text
    .replace(/%([\da-f]{2})/gi, byCode)
    .replace(/\\u00([\da-f]{2})/gi, byCode)
    .replace(/\\x([\da-f]{2})/gi, byCode)
    .replace(/&#x([\da-f]{1,4});/gi, byCode)
    .replace(/&#(\d{1,4});/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\\([/"])/g, '$1');
  if (unescaped !== text) found.add(unescaped);
  for (const [run] of text.matchAll(/[\w+/-]{16,}/g)) {
    // A prefix that is no part of it may have shifted it.
    for (let skip = 0; skip < 4; skip += 1) addBytes(found, Buffer.from(run.slice(skip), 'base64'));
  }
  for (const [run] of text.matchAll(/(?:[\da-f]{2}){12,}/gi)) {
    addBytes(found, Buffer.from(run, 'hex'));
  }
  return [...found];
}

function byCode(_: string, hex: string): string {
  return String.fromCharCode(Number.parseInt(hex, 16));
}

function addBytes(found: Set<string>, bytes: Buffer): void {
  const text = bytes.toString('latin1');
  // Noise from decoding what was not encoded is not worth a second look.
  if (/[\w=.%+/-]{12}/.test(text)) found.add(text);
  // First byte of zlib (RFC 1950) and of gzip (RFC 1952).
  const inflate = bytes[0] === 0x78 ? inflateSync : bytes[0] === 0x1f ? gunzipSync : undefined;
  try {
    if (inflate) found.add(inflate(bytes, { maxOutputLength: MAX_LENGTH }).toString('latin1'));
  } catch {
    // It only looked compressed.
  }
}

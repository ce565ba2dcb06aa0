import { redactUrl } from '../../url/redact-url.ts';
import { hasControlCharacter, rawValue } from '../find-token.ts';
import { RELAY_FIELD } from '../pages/relay-page.ts';
import type { TokenPlace } from '../token-place.ts';

/** What is masked. */
export interface SecretPlaces {
  readonly place: TokenPlace;
  readonly formField: string | undefined;
}

const MASK = '***';

/**
 * Masks the configured places in a request's own target and leaves the rest readable. What is no
 * plain path with a query is masked as a whole, by `redactUrl`.
 */
export function redactTarget(location: SecretPlaces, target: string): string {
  if (!target.startsWith('/') || hasControlCharacter(target)) return redactUrl(target);
  const [local = '', ...fragment] = target.split('#');
  const start = local.indexOf('?');
  const path = start < 0 ? local : local.slice(0, start);
  const names = parameterNames(location).map((name) => name.toLowerCase());
  const query =
    start < 0
      ? ''
      : `?${local
          .slice(start + 1)
          .split('&')
          .map((piece) => maskedPiece(names, piece))
          .join('&')}`;
  const shown = path + query;
  return redactText(location, shown) + (fragment.length > 0 ? `#${MASK}` : '');
}

/**
 * Masks everything in a text that looks like one of the configured places: a parameter with a value,
 * percent-encoded or not, as in a URL, in JSON or in an inspected object; a segment of the path.
 * Rather too much than too little: `token: x` in a message is masked too.
 */
export function redactText(location: SecretPlaces, text: string): string {
  return patternsOf(location).reduce(
    (rest, pattern) => rest.replace(pattern, (_, kept: string) => kept + MASK),
    text,
  );
}

function maskedPiece(names: readonly string[], piece: string): string {
  const name = names.find((one) => rawValue(one, piece.toLowerCase()) !== undefined);
  if (name === undefined) return piece;
  const equals = piece.indexOf('=');
  return equals < 0 ? piece : piece.slice(0, equals + 1) + MASK;
}

function parameterNames({ place, formField }: SecretPlaces): string[] {
  const names = [place.kind === 'path' ? undefined : place.name, formField, RELAY_FIELD];
  return [...new Set(names.filter((name) => name !== undefined))];
}

const patterns = new WeakMap<SecretPlaces, readonly RegExp[]>();

function patternsOf(location: SecretPlaces): readonly RegExp[] {
  const known = patterns.get(location);
  if (known !== undefined) return known;
  const made = parameterNames(location).map(parameterPattern);
  const { place } = location;
  if (place.kind === 'path') {
    const before = `/${place.segments.slice(0, place.at).join('/')}/`;
    made.push(new RegExp(`(${encodable(before)})[^\\s/?#"'<>&\\\\]+`, 'gi'));
  }
  patterns.set(location, made);
  return made;
}

/** `name=value`, `name%3Dvalue` (a URL within a URL), `"name":"value"`, `name: 'value'`, `\"name\":\"value\"`. */
function parameterPattern(name: string): RegExp {
  const assign = `(?:=|%(?:25)*3d|\\\\*["'\`]?(?:%(?:25)*22)?\\s*(?::|%(?:25)*3a)\\s*\\[?\\s*)`;
  const quote = `(?:\\\\*["'\`]|%(?:25)*22)?`;
  return new RegExp(`(${encodable(name)}${assign}${quote})[^\\s"'\`<>&#,;\\\\\\]})]+`, 'gi');
}

/** A pattern for the text with any of its characters percent-encoded, once or more often. */
function encodable(text: string): string {
  return [...text]
    .map((char) => {
      const plain = char.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&');
      return `(?:${plain}|%(?:25)*${char.charCodeAt(0).toString(16).padStart(2, '0')})`;
    })
    .join('');
}

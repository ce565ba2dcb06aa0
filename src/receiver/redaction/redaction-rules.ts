import { RELAY_FIELD } from '../pages/relay-page.ts';
import { CHANGE_FIELD } from '../pages/user-change-page.ts';
import { decodedName, lowerCase } from '../paths.ts';
import type { TokenPlace } from '../token-place.ts';
import type { SegmentsAround } from './find-path.ts';
import { type SecretPlaces, secretPlaces } from './mask-secrets.ts';

/** What a redactor looks for. */
export interface RedactionRules {
  /** Names of parameters and fields, in lower case. */
  readonly parameters: readonly string[];
  readonly places: SecretPlaces;
  /** Whether a text is worth a closer look. */
  readonly hint: RegExp;
}

/** Makes the rules for the place of a token. */
export function redactionRules(place: TokenPlace, formField: string | undefined): RedactionRules {
  const own = place.kind === 'path' ? [] : [place.name];
  const parameters = [...own, formField, RELAY_FIELD, CHANGE_FIELD]
    .filter((name) => name !== undefined)
    .map(lowerCase);
  const names = unique([...parameters, ...parameters.map(bytesOf)]);
  const paths = place.kind === 'path' ? pathsAround(place.segments, place.at) : [];
  // Nearly no line has any of these; where a character is escaped, it may be one of them.
  const words = [...names, ...paths.flatMap(({ before }) => before.slice(-1))];
  const written = unique([...words, ...words.map(percentEncoded)]).map(escapeExpression);
  const hint = new RegExp(`${written.join('|')}|%[2-7]|\\\\[ux]|\\x1b|&#`, 'i');
  return { parameters, places: secretPlaces(names, paths), hint };
}

/** The segments around the token as bytes, which a URL has, and as the text that they stand for. */
function pathsAround(segments: readonly string[], at: number): readonly SegmentsAround[] {
  const texts = segments.map((bytes) => decodedName(percentEncoded(bytes)));
  const isAscii = texts.every((text, i) => text === segments[i]);
  return [segments, ...(isAscii ? [] : [texts])].map((all) => ({
    before: all.slice(0, at),
    after: all.slice(at + 1),
  }));
}

/** What percent-encoding has of a text: the same, for nearly every name. */
function bytesOf(text: string): string {
  return String.fromCharCode(...new TextEncoder().encode(text));
}

/** Percent-encodes what is no ASCII in a text of bytes. */
function percentEncoded(bytes: string): string {
  return bytes.replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16)}`);
}

function unique(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)];
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

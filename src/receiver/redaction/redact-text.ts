import { redactUrl } from '../../url/redact-url.ts';
import { hasControlCharacter, rawValue } from '../find-token.ts';
import { RELAY_FIELD } from '../pages/relay-page.ts';
import { CHANGE_FIELD } from '../pages/user-change-page.ts';
import type { TokenPlace } from '../token-place.ts';
import { codesOf } from './characters.ts';
import type { SecretPath } from './find-path.ts';
import { findSecrets, type SecretPlaces, secretPlaces } from './find-secrets.ts';

export const MASK = '***';

/** What a redactor looks for. */
export interface RedactionRules {
  /** Names of parameters and fields, as they are written. */
  readonly parameters: readonly string[];
  readonly places: SecretPlaces;
  /** Whether a text is worth a closer look. */
  readonly hint: RegExp;
}

/** Makes the rules for the place of a token. */
export function redactionRules(place: TokenPlace, formField: string | undefined): RedactionRules {
  const own = place.kind === 'path' ? [] : [place.name];
  const parameters = [...own, formField, RELAY_FIELD, CHANGE_FIELD].filter(
    (name) => name !== undefined,
  );
  const names = [...new Set(parameters.map((name) => name.toLowerCase()))];
  const segments = place.kind === 'path' ? place.segments.slice(0, place.at) : [];
  // Nearly no line has any of these; where a character is escaped, it may be one of them.
  const words = [...names, ...segments.slice(-1)].map(escapeExpression);
  const hint = new RegExp(`${words.join('|')}|%[2-7]|\\\\[ux]|\\x1b|&#`, 'i');
  return { parameters, places: secretPlaces(names, pathOf(place)), hint };
}

function pathOf(place: TokenPlace): SecretPath | undefined {
  if (place.kind !== 'path') return undefined;
  const { segments, at } = place;
  return { before: segments.slice(0, at).map(codesOf), after: segments.slice(at + 1).map(codesOf) };
}

/**
 * Masks the token's place in a request's own target and leaves the rest readable. What is no plain path
 * with a query is masked as a whole, by `redactUrl`.
 */
export function redactTarget(rules: RedactionRules, target: string): string {
  if (!target.startsWith('/') || hasControlCharacter(target)) return redactUrl(target);
  const [local = '', ...fragment] = target.split('#');
  const [path = '', ...queries] = local.split('?');
  const pieces = queries
    .join('?')
    .split('&')
    .map((piece) => maskPiece(rules.parameters, piece));
  const shown = queries.length > 0 ? `${path}?${pieces.join('&')}` : path;
  return redactText(rules, shown) + (fragment.length > 0 ? `#${MASK}` : '');
}

/** Masks everything in a text that stands in the place of a token. JSON stays JSON. */
export function redactText(rules: RedactionRules, text: string): string {
  return redactPart(rules, text).text;
}

/** A text with its secrets masked, and how much of it may be written already. */
export interface RedactedPart {
  readonly text: string;
  /** Where in the source something begins that the end of the text cuts short. */
  readonly open: number | undefined;
}

export function redactPart(rules: RedactionRules, text: string): RedactedPart {
  if (!rules.hint.test(text)) return { text, open: undefined };
  const { secrets, open } = findSecrets(rules.places, text);
  let redacted = '';
  let at = 0;
  for (const { start, end } of secrets) {
    redacted += text.slice(at, start) + MASK;
    at = end;
  }
  return { text: redacted + text.slice(at), open };
}

function maskPiece(names: readonly string[], piece: string): string {
  const lower = piece.toLowerCase();
  if (!names.some((name) => rawValue(name.toLowerCase(), lower))) return piece;
  return piece.slice(0, piece.indexOf('=') + 1) + MASK;
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

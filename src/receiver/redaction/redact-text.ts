import { redactUrl } from '../../url/redact-url.ts';
import { hasControlCharacter, rawValue } from '../find-token.ts';
import { lowerCase } from '../paths.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { RedactionRules } from './redaction-rules.ts';
import { MASK, type RedactedPart } from './search.ts';

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

/** The same, of a part of a longer text. */
export function redactPart(rules: RedactionRules, text: string): RedactedPart {
  return rules.hint.test(text) ? maskSecrets(rules.places, text) : { text, open: undefined };
}

function maskPiece(names: readonly string[], piece: string): string {
  const lower = lowerCase(piece);
  if (!names.some((name) => rawValue(name, lower))) return piece;
  return piece.slice(0, piece.indexOf('=') + 1) + MASK;
}

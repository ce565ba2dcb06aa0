import { redactUrl } from '../../url/redact-url.ts';
import { hasControlCharacter, rawValue } from '../find-token.ts';
import { lowerCase } from '../paths.ts';
import { findSecrets } from './find-secrets.ts';
import type { RedactionRules } from './redaction-rules.ts';

export const MASK = '***';

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
  const lower = lowerCase(piece);
  if (!names.some((name) => rawValue(name, lower))) return piece;
  return piece.slice(0, piece.indexOf('=') + 1) + MASK;
}

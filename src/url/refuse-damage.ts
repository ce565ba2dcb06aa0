import { INVISIBLE, MAX_LENGTH } from './characters.ts';
import { refuse } from './refuse.ts';

// The joiner and the variation selectors may belong to an emoji before them.
const BLANK = `[\\s${INVISIBLE}]`;
const BLANK_AT_EDGE = RegExp(`^${BLANK}|${BLANK}$|[\\0-\\x7f][\\u200d\\ufe00-\\ufe0f]$`);

// With the u flag, a surrogate that belongs to a pair is not seen as one.
const DAMAGE = /([\0-\x1f\x7f])|(\\)|[\ud800-\udfff]/u;

/** Schemes in front of one that was there already, which would read as a host. */
export const REPEATED_SCHEME = /^(?:https?(?::\/*|\/+))+(?=https?(?::(?!\d)|\/\/))/i;

/** Refuses what makes a text no URL at all, so that whatever follows could only be guessed. */
export function refuseDamage(source: string): void {
  if (source === '') refuse('empty-url');
  if (source.length > MAX_LENGTH) refuse('too-long');
  if (BLANK_AT_EDGE.test(source)) refuse('surrounding-whitespace');
  const damage = DAMAGE.exec(source);
  if (damage) refuse(damage[1] ? 'control-character' : damage[2] ? 'backslash' : 'lone-surrogate');
  if (REPEATED_SCHEME.test(source)) refuse('misspelled-scheme');
}

/** Refuses a text that does not begin with `https://` and a host. */
export function refuseScheme(source: string): never {
  if (/^https?:/i.test(source)) refuse('malformed-authority');
  // A host with a port looks like a scheme: svc.example:8443/path.
  const isHostAndPort = /^(?:localhost|[\w-]+\.[\w.-]+):\d+(?:[/?#]|$)/i.test(source);
  const hasScheme = /^[a-z][a-z\d+.-]*:/i.test(source) && !isHostAndPort;
  return refuse(hasScheme ? 'scheme-forbidden' : 'scheme-missing');
}

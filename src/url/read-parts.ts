import type { Parts } from './template.ts';

// RFC 3986 appendix B, for the two schemes: user information up to the last @, a host that may have
// colons in brackets, a port behind the first colon outside of them.
const USER = '([^/?#]*@)?';
const HOST = '((?:\\[[^/?#]*\\])?[^/?#:]*)';
const PORT = '(?::[^/?#]*)?';
const AUTHORITY = RegExp(`^(https?)://(?=[^/?#])${USER}${HOST}${PORT}`, 'i');

/** Finds where the parts of a URL begin; `undefined` for a text that does not begin with `https://` and a host. */
export function readParts(source: string): Parts | undefined {
  const match = AUTHORITY.exec(source);
  if (!match) return undefined;
  // By number, since taking the array apart costs as much as matching did.
  const schemeEnd = (match[1] as string).length;
  const hostStart = schemeEnd + 3 + (match[2] ?? '').length;
  const hostEnd = hostStart + (match[3] as string).length;
  const pathStart = match[0].length;
  const hash = source.indexOf('#', pathStart);
  const fragmentStart = hash < 0 ? source.length : hash;
  const query = source.indexOf('?', pathStart);
  const queryStart = query < 0 || query > fragmentStart ? fragmentStart : query;
  return { schemeEnd, hostStart, hostEnd, pathStart, queryStart, fragmentStart };
}

import { findCanonical, findPlaceholders } from './find-placeholders.ts';
import { isPlain } from './is-plain.ts';
import { readParts } from './read-parts.ts';
import { cutAt, readPlaces } from './read-template.ts';
import { type Refuse, refuse } from './refuse.ts';
import { type ModuleUrlOptions, refuseAuthority } from './refuse-authority.ts';
import { refuseDamage, refuseScheme } from './refuse-damage.ts';
import { refuseTarget } from './refuse-target.ts';
import type { Template } from './template.ts';

/**
 * Reads a module URL, and refuses whatever RFC 3986 and the WHATWG URL standard would not read the
 * same way.
 *
 * @throws ModuleUrlError with the first reason
 */
export function readModuleUrl(source: string, options?: ModuleUrlOptions): Template {
  const plain = isPlain(source);
  if (!plain) refuseDamage(source);
  const parts = readParts(source) ?? refuseScheme(source);
  const placeholders = plain ? findCanonical(source) : findPlaceholders(source);
  const places = readPlaces(source, parts, placeholders, plain);
  if (plain) return cutAt(places, true);
  refuseAuthority(source, parts, placeholders, options, throwing);
  refuseTarget(places, throwing);
  if (!placeholders[0] && MISSPELLED.test(source)) refuse('misspelled-placeholder');
  return cutAt(places, false);
}

const throwing: Refuse = (code, _start, _end, reason) => refuse(code, reason);

// Without a placeholder, one in other letters is a mistake and no text. A check knows hundreds more.
const MISSPELLED = /[{<] ?short[-_ ]?token ?[}>]/i;

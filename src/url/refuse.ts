import { ModuleUrlError } from './module-url-error.ts';
import { REFUSALS, type RefusalCode } from './refusals.ts';

/**
 * Is told why a URL may not be used, and by which stretch of it: parsing throws at the first reason, a
 * check takes down all of them.
 *
 * @param reason - a word or two about this very place
 */
export type Refuse = (code: RefusalCode, start: number, end: number, reason?: string) => void;

/** Ends the parsing. */
export function refuse(code: RefusalCode, reason?: string): never {
  throw new ModuleUrlError(code, messageOf(code, REFUSALS[code], reason));
}

/** A code and what to do in English; it never quotes the URL. */
export function messageOf(code: string, advice: string, reason?: string): string {
  return `${code.replace(/-/g, ' ')}${reason === undefined ? '' : ` (${reason})`}: ${advice}`;
}

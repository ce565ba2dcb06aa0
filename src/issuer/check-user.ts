import type { AuthenticatedUser } from './options.ts';

const MAX_ID_LENGTH = 1024;

/**
 * Refuses what an `authenticate` must not give.
 *
 * @throws TypeError for an id that is not text
 * @throws RangeError for an id that is empty, over 1,024 characters or not well-formed
 */
export function checkUser(user: AuthenticatedUser): void {
  for (const field of ['userId', 'organizationId'] as const) {
    const value: unknown = user?.[field];
    if (typeof value !== 'string') {
      throw new TypeError(`authenticate must give null or an object with a string ${field}.`);
    }
    if (value.length < 1 || value.length > MAX_ID_LENGTH || !isWellFormed(value)) {
      throw new RangeError(
        `${field} must be 1 to ${MAX_ID_LENGTH} characters of well-formed text.`,
      );
    }
  }
}

// UTF-8 has no lone surrogates: such an id would come back as another one.
function isWellFormed(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    if ((text.charCodeAt(i) & 0xf800) !== 0xd800) continue;
    if ((text.codePointAt(i) as number) <= 0xffff) return false;
    i += 1;
  }
  return true;
}

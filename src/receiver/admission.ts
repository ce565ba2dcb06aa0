import type { MileIdentity } from './identity.ts';

/**
 * Whom a receiver lets in: the users of these organizations, those for whom a function says `true`,
 * or, in so many words, anyone whose token is good.
 */
export type Admission =
  | {
      /** Ids of the organizations whose users may come in, at least one. */
      readonly organizations: readonly string[];
    }
  | ((identity: MileIdentity) => boolean | Promise<boolean>)
  | 'anyone';

/**
 * Turns an admission into the one question that is asked of an identity.
 *
 * @throws TypeError for an admission that was left out or that admits nobody
 */
export function admissionRule(
  admit: Admission,
): (identity: MileIdentity) => boolean | Promise<boolean> {
  if (admit === 'anyone') return () => true;
  if (typeof admit === 'function') {
    return async (identity) => {
      const answer = await admit(identity);
      if (typeof answer !== 'boolean') throw new TypeError('admit must return true or false.');
      return answer;
    };
  }
  const organizations = (admit as { organizations?: unknown } | undefined)?.organizations;
  if (!Array.isArray(organizations) || organizations.length === 0 || !organizations.every(isId)) {
    throw new TypeError(
      "admit must say who may come in: { organizations: ['…'] }, a function of the identity, or 'anyone'.",
    );
  }
  const admitted = new Set(organizations);
  return ({ organizationId }) => admitted.has(organizationId);
}

function isId(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

import { StoreUnavailableError } from '../store/store-unavailable-error.ts';
import type { CreateOutcome } from '../store/types.ts';
import { mintedToken } from './check-entropy.ts';

const MAX_COLLISIONS = 8;

/**
 * Mints tokens until one is new to the store; nothing is ever overwritten.
 *
 * @param create - keeps what belongs to a token; gives its id and what became of it
 * @returns the token and its id
 * @throws StoreUnavailableError `store_full`, or `store_unavailable` after 8 tokens that were taken
 */
export async function issueUnique(
  generateToken: () => string,
  create: (shortToken: string) => readonly [id: string, outcome: Promise<CreateOutcome>],
): Promise<readonly [shortToken: string, id: string]> {
  for (let collisions = 0; collisions < MAX_COLLISIONS; collisions += 1) {
    const shortToken = mintedToken(generateToken);
    const [id, creating] = create(shortToken);
    const outcome = await creating;
    if (outcome === 'created') return [shortToken, id];
    if (outcome === 'full') {
      throw new StoreUnavailableError('store_full', 'The store is full of live tokens.');
    }
  }
  throw new StoreUnavailableError(
    'store_unavailable',
    `${MAX_COLLISIONS} fresh tokens in a row were taken already; look at generateToken.`,
  );
}

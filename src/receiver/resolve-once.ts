import type { ShortTokenClient } from '../client/create-short-token-client.ts';
import type { ResolvedIdentity, ResolveResult } from '../token/types.ts';
import { identityFrom, type MileIdentity } from './identity.ts';

/**
 * Makes the one request to the API that all share who come with one token at one time; it is forgotten
 * when it ends.
 *
 * @returns a function that gives the identity, or `undefined` for a refused token, and throws what the
 *   client throws
 */
export function resolveOnce(
  client: Pick<ShortTokenClient, 'resolve'>,
): (token: string) => Promise<MileIdentity | undefined> {
  const flights = new Map<string, Promise<MileIdentity | undefined>>();
  return (token) => {
    const flying = flights.get(token);
    if (flying !== undefined) return flying;
    const flight = (async () => readResult(await client.resolve(token)))();
    flights.set(token, flight);
    const land = () => flights.delete(token);
    flight.then(land, land);
    return flight;
  };
}

/** @throws TypeError for what a client of another make gave in place of an identity */
function readResult(result: ResolveResult): MileIdentity | undefined {
  if (result.ok === false) return undefined;
  const identity = identityFrom(result satisfies ResolvedIdentity);
  if (result.ok === true && identity !== undefined) return identity;
  throw new TypeError('client.resolve must give an identity or a refusal.');
}

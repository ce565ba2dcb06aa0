import type { createShortTokenClient } from '../../../../src/client/create-short-token-client.ts';
import type { Behaviour, Observed } from './behaviour.ts';
import type { BehaviourServer } from './server.ts';

export function runBehaviours(
  create: typeof createShortTokenClient,
  rows: readonly Behaviour[],
  server: Pick<BehaviourServer, 'origin' | 'places'>,
  runId: string,
  lanes: number,
): Promise<Observed[]>;

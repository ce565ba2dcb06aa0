import { afterAll, beforeAll, expect, test } from 'vitest';
import { createShortTokenClient } from '../../src/client/create-short-token-client.ts';
import { expectTable } from './support/behaviours/expectation.ts';
import { BEHAVIOURS } from './support/behaviours/rows.ts';
import { runBehaviours } from './support/behaviours/runner.mjs';
import { type BehaviourServer, startBehaviourServer } from './support/behaviours/server.ts';

let server: BehaviourServer;

beforeAll(async () => {
  server = await startBehaviourServer(BEHAVIOURS);
});
afterAll(() => server.close());

test('the table has at least 200 rows, each with a name of its own', () => {
  expect(BEHAVIOURS.length).toBeGreaterThanOrEqual(200);
  expect(new Set(BEHAVIOURS.map(({ name }) => name)).size).toBe(BEHAVIOURS.length);
});

test('every behaviour ends as the table says', async () => {
  const observed = await runBehaviours(createShortTokenClient, BEHAVIOURS, server, 'src', 16);
  expectTable(BEHAVIOURS, observed, 'node');
});

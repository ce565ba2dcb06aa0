import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ApiServer, startApiServer } from './support/matrix/api-server.ts';
import { type Consumer, createConsumer } from './support/matrix/consumer.ts';
import { COLUMNS, RUNTIMES, reasonAgainst } from './support/matrix/matrix.ts';
import { missingPart } from './support/matrix/missing.ts';
import { readTable, withoutVersions, writeTable } from './support/matrix/readme.ts';
import { type Run, runOn } from './support/matrix/run.ts';
import { type Results, tableOf } from './support/matrix/table.ts';

let consumer: Consumer;
let server: ApiServer;
const results: Results = new Map();

beforeAll(async () => {
  if (RUNTIMES.every(({ host }) => missingPart(host))) return;
  consumer = await createConsumer();
  server = await startApiServer();
});

afterAll(async () => {
  console.log(tableOf(results));
  await server?.close();
  await consumer?.close();
});

for (const runtime of RUNTIMES) {
  const missing = missingPart(runtime.host);
  const suites = COLUMNS.map(({ suite }) => suite).filter((name) => !reasonAgainst(runtime, name));

  describe.skipIf(missing)(`${runtime.name}${missing ? ` (${missing})` : ''}`, () => {
    let run: Run;
    beforeAll(async () => {
      const { folder } = consumer;
      const { context, scripts } = server;
      run = await runOn(runtime.host, { folder, suites, context, scripts });
      results.set(runtime.name, run);
    });

    test.each(suites)('every case of the suite `%s` passes', (name) => {
      const outcomes = run.outcomes.filter(({ suite }) => suite === name);
      expect(
        outcomes.flatMap(({ sentence, failure }) => (failure ? `${sentence}: ${failure}` : [])),
      ).toEqual([]);
      expect(outcomes.filter(({ skipped }) => !skipped).length).toBeGreaterThan(0);
    });
  });
}

const isWhole = RUNTIMES.every(({ host }) => !missingPart(host));

test.skipIf(!isWhole)('the table of the README is what came out', () => {
  if (process.env.UPDATE_DOCS) writeTable(results);
  const advice = 'UPDATE_DOCS=1 npm run test:runtimes writes the table of the README anew';
  expect(withoutVersions(readTable()), advice).toBe(withoutVersions(tableOf(results)));
});

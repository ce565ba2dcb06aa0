import { expect, test } from 'vitest';
import type { AuditCode } from '../../src/audit/catalogue.ts';
import { hasPython, pythonReceiver } from './support/python-receiver.ts';
import { audit, complaints, pool } from './support/run.ts';

/** Switches of the receiver in Python, and exactly what has to be found. */
const CASES: readonly (readonly [switches: readonly string[], finds: readonly AuditCode[]])[] = [
  [[], []],
  [['last-token'], ['repeated-token-picked']],
  [['http-errors-are-refusals'], ['outage-looks-like-refusal']],
  [['crashes-without-api'], ['outage-not-503']],
  [['raw-location'], ['header-injection']],
  [['quotes-token'], ['token-in-page']],
  [['silent-change'], ['user-changed-silently']],
  [['user-id-cookie'], ['session-cookie-forgeable']],
  [['open'], ['landing-open']],
  [['bearer-on-page'], ['bearer-exposed']],
  [['logs-urls'], ['token-in-log']],
  [
    ['open', 'logs-urls', 'last-token'],
    ['landing-open', 'repeated-token-picked', 'token-in-log'],
  ],
];

// Without Python this is skipped, but not where everything has to be there.
const isWanted = hasPython || process.env.CI !== undefined;

const audits = pool(
  CASES.map(
    ([switches]) =>
      async () =>
        isWanted ? complaints(await audit(pythonReceiver(switches))) : [],
  ),
  6,
);

test.skipIf(!isWanted).each(CASES.map(([switches, finds], i) => [switches, finds, i] as const))(
  'a receiver in Python with %j: %j',
  async (_, finds, i) => {
    expect((await audits[i])?.sort()).toEqual([...finds].sort());
  },
);

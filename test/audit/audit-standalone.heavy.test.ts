import { describe, expect, test } from 'vitest';
import { auditReceiver } from '../../src/audit/audit-receiver.ts';
import { createAuditIssuer } from '../../src/audit/throw-away-issuer.ts';
import { parseModuleUrl } from '../../src/url/parse-module-url.ts';
import { freePort } from '../support/free-port.ts';
import { baseReceiver } from './support/base-receiver.ts';
import { audit, complaints, listen, type StartReceiver } from './support/run.ts';
import {
  behindSlashRedirect,
  inPath,
  jsonOnly,
  otherOrigin,
} from './support/standalone-receivers.ts';

const CORRECT: readonly (readonly [what: string, start: StartReceiver, path?: string])[] = [
  ['with its landing page on another origin of its own', otherOrigin],
  ['with the token in the path', inPath, '/open/{SHORT_TOKEN}'],
  [
    'behind a redirect to the path without a slash',
    behindSlashRedirect,
    '/webhook/?a=1&token={SHORT_TOKEN}',
  ],
  ['that answers in JSON', jsonOnly],
];

describe('nothing is wrong with a correct receiver', () => {
  test.concurrent.each(CORRECT.map((one) => [one[0], one] as const))('%s', async (_, one) => {
    const [, start, path] = one;
    const report = await audit(start, path === undefined ? {} : { path });
    expect(complaints(report)).toEqual([]);
    expect(report.verdict).toBe('passed');
  });
});

const baseline: StartReceiver = (setting) => listen(baseReceiver([], setting));

describe('an audit', () => {
  test('tells of its steps in order', async () => {
    const steps: string[] = [];
    await audit(baseline, {
      onProgress: ({ step, number, of }) => steps.push(`${number}/${of} ${step}`),
    });
    expect(steps[0]).toBe('1/1 the first visit');
    expect(steps[1]).toBe('2/11 a good token');
    expect(steps.at(-1)).toBe('11/11 tokens that are not good');
  });

  test('leaves out a step that has nothing else to find', async () => {
    const steps: string[] = [];
    await audit(baseline, {
      skip: ['session-fixation', 'landing-open'],
      onProgress: ({ step }) => steps.push(step),
    });
    expect(steps).not.toContain('planted cookies');
    expect(steps).toContain('strangers at the landing page');
  });

  test('works with an issuer that has other users and cannot be stopped', async () => {
    const { start, stop, ...issuer } = createAuditIssuer({ port: await freePort() });
    await start();
    try {
      const report = await audit(
        (setting) => listen(baseReceiver(['outageIs401'], { ...setting, baseUrl: issuer.baseUrl })),
        { issuer },
      );
      expect(report.findings).toMatchObject([
        {
          code: 'outage-looks-like-refusal',
          seen: 'an API that hangs up: 401; an API that answers with a page: 401',
        },
      ]);
    } finally {
      await stop();
    }
  });

  test('ends with the reason of a signal, and gives its port back', async () => {
    const port = await freePort();
    const { origin, stop } = await listen(() => {});
    const moduleUrl = parseModuleUrl(`${origin}/?token={SHORT_TOKEN}`, { allowHttpLoopback: true });
    const options = { moduleUrl, listen: { port } };
    const given = new Error('enough');
    for (let i = 0; i < 2; i += 1) {
      const controller = new AbortController();
      setTimeout(() => controller.abort(given), 50);
      await expect(auditReceiver({ ...options, signal: controller.signal })).rejects.toBe(given);
    }
    await stop();
  });
});

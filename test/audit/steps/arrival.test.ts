import { expect, test } from 'vitest';
import type { Audit } from '../../../src/audit/audit.ts';
import type { Home } from '../../../src/audit/home.ts';
import { arrival } from '../../../src/audit/steps/arrival.ts';

/** What the step finds for a visit that was redirected from one URL to another. */
async function findsFor(from: string, location: string): Promise<string[]> {
  const answer = { status: 303, url: from, headers: { location }, cookies: [], body: '' };
  const last = { ...answer, status: 200, url: new URL(location, from).href, headers: {} };
  const home = {
    first: { answers: [answer, last], last, refusedCookies: [] },
    firstToken: 'none-in-these-urls',
    url: last.url,
    page: last,
    browser: { cookies: async () => new Map() },
  };
  const found: string[] = [];
  const audit = {
    answers: [],
    issuer: { resolves: () => 1 },
    found: (code: string) => found.push(code),
  };
  await arrival(home as unknown as Home).run(audit as unknown as Audit);
  return found;
}

test.each([
  ['https://svc.example/webhook', 'http://svc.example/webhook', ['insecure-redirect']],
  ['https://svc.example/webhook', 'http://app.svc.example/', ['insecure-redirect']],
  ['https://svc.example/webhook', '/webhook', []],
  ['https://svc.example/webhook', 'https://app.svc.example/', []],
  ['http://localhost:3000/webhook', 'http://localhost:3001/', []],
])('from %s to %s: %j', async (from, location, finds) => {
  expect(await findsFor(from, location)).toEqual(finds);
});

import { expect, test } from 'vitest';
import { AUDIT_CODES } from '../../src/audit/catalogue.ts';
import { createNotebook } from '../../src/audit/report.ts';

test('findings come worst first, with everything that was seen for one code together', () => {
  const { found, findings } = createNotebook(new Set());
  found('permanent-redirect', 'a 301');
  found('token-in-page', 'the 404 page');
  found('token-in-page', 'the answer to a used token');
  found('session-cookie-not-host-bound', 'sid');
  expect(findings().map(({ code, seen }) => [code, seen])).toEqual([
    ['token-in-page', 'the 404 page; the answer to a used token'],
    ['permanent-redirect', 'a 301'],
    ['session-cookie-not-host-bound', 'sid'],
  ]);
});

test('a few examples stand for many', () => {
  const { found, findings } = createNotebook(new Set());
  for (const what of ['a', 'b', 'c', 'd', 'e', 'a']) found('token-in-page', what);
  expect(findings()[0]?.seen).toBe('a; b; c; and 2 more');
});

test('the worst of several severities counts', () => {
  const { found, findings } = createNotebook(new Set());
  found('referrer-leak', 'same-origin', 'warning');
  found('referrer-leak', 'no policy', 'error');
  found('referrer-leak', 'same-origin again', 'warning');
  expect(findings()).toMatchObject([{ severity: 'error' }]);
});

test('every code is checked once, and what was found is not skipped', () => {
  const { found, skip, checks } = createNotebook(new Set(['landing-open']));
  found('landing-open', 'seen');
  found('token-in-log', 'seen');
  skip('token-in-log', 'no reason');
  skip('bearer-in-log', 'no log was named');
  const all = checks();
  expect(all.map(({ code }) => code)).toEqual(AUDIT_CODES);
  const status = (wanted: string) => all.find(({ code }) => code === wanted);
  expect(status('landing-open')).toMatchObject({ status: 'skipped' });
  expect(status('token-in-log')).toMatchObject({ status: 'found' });
  expect(status('bearer-in-log')).toMatchObject({ status: 'skipped', reason: 'no log was named' });
});

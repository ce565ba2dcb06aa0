import { expect, test } from 'vitest';
import { withSecurityHeaders } from '../../src/receiver/security-headers.ts';

test('an answer keeps its cookies, gets others besides, and is kept by nobody', async () => {
  const answer = new Response('text', {
    status: 418,
    headers: { 'set-cookie': 'a=1', 'cache-control': 'public', 'x-a': 'old', 'x-b': 'b' },
  });
  const extra = new Headers({ 'x-a': 'new', 'referrer-policy': 'origin' });
  extra.append('set-cookie', 'b=2');
  extra.append('set-cookie', 'c=3');
  const { status, headers } = withSecurityHeaders(answer, extra);
  expect([status, headers.getSetCookie()]).toEqual([418, ['a=1', 'b=2', 'c=3']]);
  expect(Object.fromEntries([...headers].filter(([name]) => name !== 'set-cookie'))).toEqual({
    'cache-control': 'no-store',
    'content-type': 'text/plain;charset=UTF-8',
    'referrer-policy': 'no-referrer',
    'x-a': 'new',
    'x-b': 'b',
  });
  expect(await withSecurityHeaders(new Response('text')).text()).toBe('text');
});

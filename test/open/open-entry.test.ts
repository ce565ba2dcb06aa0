import { expect, test, vi } from 'vitest';
import { openEntry } from '../../src/open/open-entry.ts';

const module = { _id: '1', name: 'A', type: 'mobile', url: 'https://svc.example/?t={SHORT_TOKEN}' };

test('a native entry is opened with openUrl', async () => {
  const openUrl = vi.fn();
  const result = await openEntry({ module, opens: 'native' }, () => 'the-token', { openUrl });
  expect(result).toEqual({ status: 'opened' });
  expect(openUrl.mock.calls).toEqual([['https://svc.example/?t=the-token']]);
});

test.each([
  ['native', 'openUrl'],
  ['frame', 'frame'],
] as const)('an entry that opens in %s says that it needs %s', async (opens, needed) => {
  await expect(openEntry({ module, opens }, () => 't')).rejects.toThrow(needed);
});

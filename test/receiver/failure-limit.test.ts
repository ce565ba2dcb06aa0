import { afterEach, describe, expect, test, vi } from 'vitest';
import { failureLimit, limitedClient } from '../../src/receiver/failure-limit.ts';
import { get, receiver } from './support/receiver.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('a limit of failures', () => {
  test('lets a client fail so often, and makes it wait for the rest of the minute', () => {
    vi.useFakeTimers();
    const limit = failureLimit(3);
    for (let i = 0; i < 3; i++) {
      expect(limit.waitSeconds('a')).toBe(0);
      limit.countFailure('a');
    }
    expect(limit.waitSeconds('a')).toBe(60);
    expect(limit.waitSeconds('b')).toBe(0);
    vi.advanceTimersByTime(59_500);
    expect(limit.waitSeconds('a')).toBe(1);
    vi.advanceTimersByTime(500);
    expect(limit.waitSeconds('a')).toBe(0);
  });

  test('never counts who is not known, and remembers a bounded number of clients', () => {
    const limit = failureLimit(1);
    limit.countFailure(undefined);
    expect(limit.waitSeconds(undefined)).toBe(0);
    for (let i = 0; i < 10_001; i++) limit.countFailure(`client ${i}`);
    expect(limit.waitSeconds('client 0')).toBe(0);
    expect(limit.waitSeconds('client 1')).toBeGreaterThan(0);
  });

  test.each([
    ['203.0.113.7', false, '203.0.113.7'],
    ['203.0.113.7', true, '203.0.113.7'],
    ['::ffff:203.0.113.7', false, '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', false, '2001:db8:1:2'],
    ['2001:db8::aaaa:bbbb:cccc:dddd', false, '2001:db8:0:0'],
    ['2001:db8::1', false, '2001:db8:0:0'],
    ['2001::1:2:3:4:5:6', false, '2001:0:1:2'],
    ['2001:db8::ffff:10.0.0.2', false, '2001:db8:0:0'],
    ['127.0.0.1', false, '127.0.0.1'],
    // A proxy of the service's own network: all users would share its limit.
    ['127.0.0.1', true, undefined],
    ['::ffff:10.0.0.2', true, undefined],
    ['172.20.0.2', true, undefined],
    ['172.32.0.2', true, '172.32.0.2'],
    ['::1', true, undefined],
    ['fd00::1', true, undefined],
    [undefined, false, undefined],
    ['', false, undefined],
  ])('is that of %s, forwarded %s: %s', (address, forwarded, client) => {
    expect(limitedClient(address, forwarded)).toBe(client);
  });
});

describe('a receiver', () => {
  test('asks MileApp about junk of one client 30 times a minute at most', async () => {
    const { receive, resolves, mint, events } = receiver({
      clientAddress: (request) => request.headers.get('x-client') ?? undefined,
    });
    const from = (client: string, token: string) =>
      receive(get(`/?token=${token}`, { 'x-client': client }));
    for (let i = 0; i < 200; i++) await from('a', 'the-same-bad-token');
    expect(resolves()).toBe(30);
    const limited = await from('a', await mint());
    expect(limited).toMatchObject({ outcome: 'refused', reason: 'too_many_attempts' });
    expect(limited.response?.status).toBe(429);
    expect(Number(limited.response?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(events.at(-1)).toEqual({ outcome: 'refused', reason: 'too_many_attempts' });
    expect((await from('b', await mint())).outcome).toBe('authenticated');
  });
});

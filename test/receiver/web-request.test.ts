import { describe, expect, test } from 'vitest';
import { targetOf, withTarget } from '../../src/receiver/web-request.ts';

describe('a request under another target', () => {
  test.each([
    ['https://svc.example/a?b=c', '/a?b=c'],
    ['https://svc.example/a#b', '/a'],
    ['http://svc.example:8080/', '/'],
  ])('had in %j the target %j', (url, target) => {
    expect(targetOf(new Request(url).url)).toBe(target);
  });

  test('keeps origin, method, headers, signal and body', async () => {
    const abort = new AbortController();
    const headers = { 'x-a': 'b', 'content-type': 'text/plain' };
    const { signal } = abort;
    const request = new Request('http://svc.example:8080/a?t=1', {
      method: 'PUT',
      headers,
      body: 'text',
      signal,
    });
    const copy = withTarget(request, '/b?c');
    expect(copy.url).toBe('http://svc.example:8080/b?c');
    expect([copy.method, copy.headers.get('x-a'), await copy.text()]).toEqual(['PUT', 'b', 'text']);
    abort.abort();
    expect(copy.signal.aborted).toBe(true);
  });

  test('has no body where there was none, or where it was read', async () => {
    expect(withTarget(new Request('https://svc.example/a'), '/b').body).toBeNull();
    const read = new Request('https://svc.example/a', { method: 'POST', body: 'text' });
    await read.text();
    expect(withTarget(read, '/b').body).toBeNull();
  });
});

import { describe, expect, test, vi } from 'vitest';
import { expressErrorPages } from '../../../src/receiver/adapters/express-error-pages.ts';
import { createRedactor } from '../../../src/receiver/index.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const redactor = createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' });

/** What an error becomes: the answer, the log, and what is handed on. */
function answerTo(error: unknown, headersSent = false) {
  const sent: unknown[] = [];
  const logged: unknown[] = [];
  const passed: unknown[] = [];
  const response = {
    statusCode: 200,
    headersSent,
    setHeader: () => {},
    end: (body: string) => sent.push(response.statusCode, body),
  };
  const pages = expressErrorPages(redactor, (entry) => logged.push(entry));
  pages.error(error, { method: 'GET', url: '/' }, response, (next) => passed.push(next));
  return { sent, logged, passed };
}

describe('the error pages of Express', () => {
  test('close what is half sent, and log it', () => {
    const error = new Error(`failed at ?token=${TOKEN}`);
    const { sent, logged, passed } = answerTo(error, true);
    expect(sent).toEqual([]);
    expect(passed).toEqual([error]);
    expect(logged).toHaveLength(1);
    expect(JSON.stringify(logged)).not.toContain(TOKEN);
  });

  test('log what a route throws, and show nothing of it', () => {
    const { sent, logged } = answerTo(new Error(`the database says no to ?token=${TOKEN}`));
    expect(sent).toEqual([500, 'Internal Server Error\n']);
    expect(logged).toEqual([
      expect.objectContaining({ type: 'Error', message: 'the database says no to ?token=***' }),
    ]);
  });

  test('show what is the request’s own fault, and do not log it', () => {
    const error = Object.assign(new Error(`bad /?token=${TOKEN}`), { status: 400 });
    expect(answerTo(error)).toEqual({ sent: [400, 'bad /?token=***\n'], logged: [], passed: [] });
  });

  test.each([
    [new Error(`no to ?token=${TOKEN}`), /^Error: no to \?token=\*\*\*\n\s+at /],
    [{ name: 'Refusal', message: `no to ?token=${TOKEN}` }, /^Refusal: no to \?token=\*\*\*$/],
  ])('log to the standard error, when nothing else is said: %#', (error, line) => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    try {
      const response = { statusCode: 200, headersSent: false, setHeader: () => {}, end: () => {} };
      const request = { method: 'GET', url: '/' };
      expressErrorPages(redactor).error(error, request, response, () => {});
      expect(log.mock.calls).toEqual([[expect.stringMatching(line)]]);
    } finally {
      log.mockRestore();
    }
  });

  test.each([
    ['the path below which it is mounted as well', '/api'],
    ['its own, when it was not mounted', ''],
  ])('say of an unknown path %s', (_name, mountedAt) => {
    const url = `/x?token=${TOKEN}`;
    const headers = new Map<string, string>();
    let body = '';
    const response = {
      statusCode: 200,
      headersSent: false,
      setHeader: (name: string, value: string) => headers.set(name, value),
      end: (text: string) => {
        body = text;
      },
    };
    const originalUrl = mountedAt ? { originalUrl: mountedAt + url } : {};
    expressErrorPages(redactor).notFound({ method: 'PUT', url, ...originalUrl }, response);
    expect([response.statusCode, body]).toEqual([404, `Cannot PUT ${mountedAt}/x?token=***\n`]);
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'referrer-policy': 'no-referrer',
    });
  });
});

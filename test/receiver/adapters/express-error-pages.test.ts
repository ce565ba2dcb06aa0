import { describe, expect, test } from 'vitest';
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
});

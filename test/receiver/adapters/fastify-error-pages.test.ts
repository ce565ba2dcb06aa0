import { describe, expect, test } from 'vitest';
import { fastifyErrorPages } from '../../../src/receiver/adapters/fastify-error-pages.ts';
import { createRedactor } from '../../../src/receiver/index.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';
const redactor = createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' });

describe('the error pages of Fastify', () => {
  test.each([
    [Object.assign(new Error(`/?token=${TOKEN}`), { statusCode: 400 }), 400, '/?token=***'],
    [Object.assign(new Error('x'), { status: 404 }), 404, 'x'],
    [new Error('the database says no'), 500, 'Internal Server Error'],
    [Object.assign(new Error('x'), { statusCode: 200 }), 500, 'Internal Server Error'],
    [null, 500, 'Internal Server Error'],
  ])('say no more than they should: %#', (error, status, message) => {
    const sent: unknown[] = [];
    const logged: [string, object][] = [];
    const reply = {
      code: (code: number) => sent.push(code),
      headers: () => {},
      send: (body: unknown) => sent.push(body),
    };
    const log = {
      error: (fields: object) => logged.push(['error', fields]),
      info: (fields: object) => logged.push(['info', fields]),
    };
    fastifyErrorPages(redactor).error(error, { method: 'GET', url: '/', log }, reply);
    expect(sent).toEqual([status, { statusCode: status, message }]);
    const level = status < 500 ? 'info' : 'error';
    const own = (error?.message ?? '').replace(TOKEN, '***');
    expect(logged).toEqual([[level, { err: expect.objectContaining({ message: own }) }]]);
  });

  test('say of an unknown path what is not secret in it', () => {
    const sent: unknown[] = [];
    const reply = {
      code: (code: number) => sent.push(code),
      headers: (values: object) => sent.push(values),
      send: (body: unknown) => sent.push(body),
    };
    const log = { error: () => {}, info: () => {} };
    const request = { method: 'PUT', url: `/x?token=${TOKEN}`, log };
    fastifyErrorPages(redactor).notFound(request, reply);
    expect(sent).toEqual([
      404,
      expect.objectContaining({ 'referrer-policy': 'no-referrer' }),
      { statusCode: 404, message: 'Route PUT:/x?token=*** not found' },
    ]);
  });
});

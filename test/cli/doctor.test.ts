import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { doctor } from '../../src/cli/doctor.ts';
import { createShortTokenClient } from '../../src/client/index.ts';
import { expressReceiver } from '../../src/receiver/express.ts';
import { createRedactor, sessionCookie } from '../../src/receiver/index.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

async function logFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const file = join(folder, 'access.log');
  await writeFile(file, 'what was there before: token=abcdefghijkl\n');
  return file;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A receiver that runs against the issuer of an audit to come. */
async function receiving(make: (baseUrl: string, log: string) => Handler) {
  const port = await freePort();
  const log = await logFile();
  const server = createServer(make(`http://127.0.0.1:${port}/api/v3`, log));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  cleanups.push(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { port, log, url: `${origin}/webhook?a=1&token={SHORT_TOKEN}` };
}

async function run(args: readonly string[], colour = false) {
  let out = '';
  let err = '';
  const code = await doctor(args, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    stdin: async () => '',
    env: {},
    colour,
    isTty: false,
  });
  return { code, out, err };
}

async function audit({ url, port, log }: { url: string; port: number; log: string }) {
  const { code, out, err } = await run([url, '--listen', String(port), '--log', log, '--json']);
  expect(err).toBe('');
  const { ok, checks } = JSON.parse(out) as { ok: boolean; checks: Finding[] };
  const failed = checks.filter(({ status }) => status === 'fail').map(({ check }) => check);
  const warned = checks.filter(({ status }) => status === 'warn').map(({ check }) => check);
  return { code, ok, checks, failed, warned };
}

/** Our middleware, in the shape that Express gives to it, with an access log behind the redactor. */
const ours = (baseUrl: string, log: string): Handler => {
  const client = createShortTokenClient({ baseUrl, timeoutMs: 900 });
  const redactor = createRedactor();
  const middleware = expressReceiver({
    client,
    onAuthenticated: () => sessionCookie('session', crypto.randomUUID()),
  });
  return async (incoming, response) => {
    await appendFile(log, redactor.text(`${incoming.method} ${incoming.url}\n`));
    const request = Object.assign(incoming, { originalUrl: incoming.url ?? '/', baseUrl: '' });
    middleware(request as never, response, () => {
      response.writeHead(404).end('not found');
    });
  };
};

/** What each fault is, and the check that has to find it. */
const FAULTS = {
  'no redirect': 'redirect',
  'the token stays in Location': 'location',
  'Location is built from Host': 'forged-host',
  'no Cache-Control': 'cache-control',
  'no Referrer-Policy': 'referrer-policy',
  'the page of a refusal quotes the token': 'body',
  'the token is the session': 'session-cookie',
  'the session is open to scripts': 'session-cookie',
  'HEAD spends': 'head',
  'prefetch spends': 'prefetch',
  'prerender spends': 'prerender',
  'two visits resolve twice': 'double-get',
  'the first of two parameters wins': 'repeated',
  'answers are cached': 'reused',
  'anything is let in': 'unknown',
  'an outage is a 401': 'upstream-down',
  'no Retry-After': 'upstream-failing',
  'a slow API is waited for and refused': 'upstream-slow',
  'a rate limit is a 500': 'upstream-rate-limited',
  'the 404 page quotes the token': 'not-found-page',
  'the log holds the token': 'log',
  'a header quotes the token': 'headers',
} as const;
type Fault = keyof typeof FAULTS;

/** A receiver by hand, right in everything but the faults that it is given. */
const bad =
  (faults: readonly Fault[]) =>
  (baseUrl: string, log: string): Handler => {
    const has = (fault: Fault) => faults.includes(fault);
    const flights = new Map<string, Promise<{ status: number; ok: boolean }>>();
    const cache = new Map<string, { status: number; ok: boolean }>();
    const call = async (shortToken: string) => {
      try {
        const answer = await fetch(`${baseUrl}/short-token/resolve`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ shortToken }),
          signal: AbortSignal.timeout(600),
        });
        return { status: answer.status, ok: answer.ok };
      } catch (error) {
        return { status: (error as Error).name === 'TimeoutError' ? -1 : 0, ok: false };
      }
    };
    const resolve = (token: string) => {
      const cached = cache.get(token);
      if (cached && has('answers are cached')) return cached;
      const flying = flights.get(token);
      if (flying && !has('two visits resolve twice')) return flying;
      const flight = call(token).finally(() => flights.delete(token));
      flights.set(token, flight);
      void flight.then((answer) => answer.ok && cache.set(token, answer));
      return flight;
    };
    return async (request, response) => {
      const url = new URL(request.url ?? '/', 'http://receiver');
      const tokens = url.searchParams.getAll('token');
      const [token = ''] = tokens;
      const send = (status: number, body = '', headers: Record<string, string> = {}) => {
        if (!has('no Cache-Control')) response.setHeader('cache-control', 'no-store');
        if (!has('no Referrer-Policy')) response.setHeader('referrer-policy', 'no-referrer');
        if (has('a header quotes the token'))
          response.setHeader('x-seen', encodeURIComponent(token));
        response.writeHead(status, headers).end(body);
      };
      const shown = has('the log holds the token') ? request.url : url.pathname;
      await appendFile(log, `${request.method} ${shown}\n`);
      if (url.pathname !== '/webhook') {
        return send(404, has('the 404 page quotes the token') ? `no ${request.url}` : 'no page');
      }
      const purpose = String(request.headers['sec-purpose'] ?? '');
      const prerender = purpose.includes('prerender');
      if (request.method === 'HEAD' && !has('HEAD spends')) return send(200);
      if (prerender && !has('prerender spends')) return send(503);
      if (purpose && !prerender && !has('prefetch spends')) return send(503);
      if (tokens.length > 1 && !has('the first of two parameters wins')) return send(400);
      const wellFormed = /^[\x21-\x7e]+$/.test(token);
      const { status, ok } = wellFormed ? await resolve(token) : { status: 400, ok: false };
      const later: Record<string, string> = has('no Retry-After') ? {} : { 'retry-after': '5' };
      if (status === 0 && has('an outage is a 401')) return send(401);
      if (status === -1 && has('a slow API is waited for and refused')) return send(401);
      if (status === 429 && has('a rate limit is a 500')) return send(500);
      if (status <= 0 || status >= 429) return send(503, 'later', later);
      if (!ok && !has('anything is let in')) {
        return send(401, has('the page of a refusal quotes the token') ? `bad: ${token}` : 'bad');
      }
      const id = has('the token is the session') ? token : crypto.randomUUID();
      const flags = has('the session is open to scripts') ? 'Secure' : 'Secure; HttpOnly';
      if (/^[\x21-\x7e]*$/.test(id)) {
        response.setHeader('set-cookie', `__Host-s=${id}; Path=/; ${flags}; SameSite=Lax`);
      }
      if (has('no redirect')) return send(200, 'hello');
      const path = has('the token stays in Location')
        ? `/webhook?a=1&was=${encodeURIComponent(token)}`
        : '/webhook?a=1';
      const { host } = request.headers;
      const location = has('Location is built from Host') ? `http://${host}${path}` : path;
      return send(303, '', { location });
    };
  };

describe('custom-module doctor', () => {
  test('finds nothing wrong with our receiver', async () => {
    const result = await audit(await receiving(ours));
    expect(result.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
    expect(result).toMatchObject({ code: 0, ok: true });
    expect(result.checks.map(({ check }) => check)).toEqual(
      expect.arrayContaining([...new Set(Object.values(FAULTS))]),
    );
  }, 60_000);

  test('finds nothing wrong with a receiver by hand that is right in everything', async () => {
    const result = await audit(await receiving(bad([])));
    expect(result.checks.filter(({ status }) => status !== 'pass')).toEqual([]);
  }, 60_000);

  test.each(Object.entries(FAULTS) as [Fault, string][])(
    'finds, by itself: %s',
    async (fault, check) => {
      const result = await audit(await receiving(bad([fault])));
      expect(result.failed).toContain(check);
      expect(result).toMatchObject({ code: 1, ok: false });
    },
    60_000,
  );

  test('finds ten faults at once', async () => {
    const ten: Fault[] = [
      'Location is built from Host',
      'no Cache-Control',
      'no Referrer-Policy',
      'the page of a refusal quotes the token',
      'the token is the session',
      'HEAD spends',
      'prefetch spends',
      'the first of two parameters wins',
      'an outage is a 401',
      'the log holds the token',
    ];
    const { failed, code } = await audit(await receiving(bad(ten)));
    expect(failed).toEqual(expect.arrayContaining(ten.map((fault) => FAULTS[fault])));
    expect(code).toBe(1);
  }, 60_000);

  test('prints a table for a person, with every reason', async () => {
    const { url, port } = await receiving(bad(['no redirect']));
    const { code, out, err } = await run([url, '--listen', String(port)]);
    expect(code).toBe(1);
    expect(err).toBe('');
    expect(out).toMatch(/^fail {2}redirect {2,}200 at the URL with the token/m);
    expect(out).toMatch(/^pass {2}unknown {2,}401$/m);
    expect(out).toMatch(/^warn {2}log {2,}not looked at; --log <file> names it$/m);
    expect(out).toMatch(/\n\d+ passed, \d+ to look at, \d+ failed\n$/);
  }, 60_000);

  test('cannot find out about a receiver that asks somebody else', async () => {
    const { url } = await receiving(bad([]));
    const other = await freePort();
    const { code, out, err } = await run([url, '--listen', String(other)]);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain(`baseUrl at http://127.0.0.1:${other}/api/v3`);
  });

  test('cannot find out about a receiver that is not there', async () => {
    const url = `http://127.0.0.1:${await freePort()}/?token={SHORT_TOKEN}`;
    const { code, err } = await run([url, '--listen', String(await freePort())]);
    expect(code).toBe(3);
    expect(err).toBe('The audit broke off: no connection (ECONNREFUSED).\n');
  });

  test('cannot find out where the port is taken or the log is not there', async () => {
    const { url, port } = await receiving(bad([]));
    const taken = new URL(url.replace(/[{}]/g, '')).port;
    expect((await run([url, '--listen', taken])).code).toBe(3);
    const missing = await run([url, '--listen', String(port), '--log', '/nowhere/x.log']);
    expect(missing).toMatchObject({ code: 3, err: expect.stringContaining('log cannot be read') });
  });

  test.each([
    [[], 'Which URL?'],
    [['a', 'b'], 'Which URL?'],
    [['https://svc.example/?token={SHORT_TOKEN}', '--listen', '0'], '--listen must be'],
    [['https://svc.example/?token={SHORT_TOKEN}', '--listen', 'x'], '--listen must be'],
    [['https://svc.example/?token={SHORT_TOKEN}', '--wat'], 'There is a flag'],
    [['https://svc.example/'], 'no {SHORT_TOKEN}'],
    [['https://svc.example/#{SHORT_TOKEN}'], 'no {SHORT_TOKEN}'],
    [['http://svc.example/?token={SHORT_TOKEN}'], 'insecure-scheme'],
  ])('refuses %j', async (args, why) => {
    const { code, err, out } = await run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(why);
  });

  test('helps', async () => {
    const { code, out } = await run(['--help']);
    expect(code).toBe(0);
    expect(out).toContain('Usage: custom-module doctor <url>');
  });
});

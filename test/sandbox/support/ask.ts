import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { json } from 'node:stream/consumers';
import type { Sandbox } from '../../../src/sandbox/start-sandbox.ts';

/** Calls a sandbox, with https too; Node's `fetch` takes no certificate. */
export function ask<Answer>(
  { origin, certificate }: Sandbox,
  path: string,
  { body, bearer }: { readonly body?: object; readonly bearer?: string } = {},
): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    ...(bearer && { authorization: `Bearer ${bearer}` }),
  };
  const request = certificate ? requestHttps : requestHttp;
  return new Promise((done, fail) => {
    request(
      origin + path,
      { method: body ? 'POST' : 'GET', headers, ...(certificate && { ca: certificate }) },
      (answer) => void json(answer).then((value) => done(value as Answer), fail),
    )
      .on('error', fail)
      .end(body && JSON.stringify(body));
  });
}

/** A short token of the dispatcher's. */
export async function generateToken(sandbox: Sandbox): Promise<string> {
  const { data } = await ask<{ data: { shortToken: string } }>(
    sandbox,
    '/api/v3/short-token/generate',
    { body: {}, bearer: 'sandbox-dispatcher' },
  );
  return data.shortToken;
}

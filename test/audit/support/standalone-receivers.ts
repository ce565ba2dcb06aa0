import type { RequestListener } from 'node:http';
import { baseReceiver } from './base-receiver.ts';
import { listen, type StartReceiver } from './run.ts';

/** The landing page is on another origin of the same owner, which knows the same sessions. */
export const otherOrigin: StartReceiver = async (setting) => {
  const sessions = new Map();
  const app = await listen(baseReceiver([], { ...setting, sessions }));
  const landingOrigin = app.origin;
  const door = await listen(baseReceiver([], { ...setting, sessions, landingOrigin }));
  return {
    origin: door.origin,
    stop: async () => {
      await door.stop();
      await app.stop();
    },
  };
};

/** The token is a segment of the path. */
export const inPath: StartReceiver = async (setting) => {
  const receive = baseReceiver([], setting);
  return listen((request, response) => {
    const [, token] = /^\/open\/([^/?]*)$/.exec(request.url ?? '') ?? [];
    // An empty segment is no token but another page.
    if (token !== undefined && token !== '') request.url = `/webhook?a=1&token=${token}`;
    else if (request.url?.includes('/open/')) request.url = '/no-such-page';
    receive(request, response);
  });
};

/** The redirect from the address with a slash at the end comes first, and keeps the query. */
export const behindSlashRedirect: StartReceiver = async (setting) => {
  const receive = baseReceiver([], setting);
  const first: RequestListener = (request, response) => {
    const { url = '' } = request;
    if (!url.startsWith('/webhook/?')) return receive(request, response);
    const headers = { location: url.replace('/?', '?'), 'cache-control': 'no-store' };
    response.writeHead(307, headers).end();
  };
  return listen(first);
};

/** A service that answers programs with JSON and has no pages at all. */
export const jsonOnly: StartReceiver = async (setting) => {
  const receive = baseReceiver([], setting);
  return listen((request, response) => {
    const end = response.end.bind(response);
    response.end = ((body: unknown) => {
      const text = typeof body === 'string' ? body.replace(/<[^>]+>/g, '') : '';
      return end(text === '' ? undefined : JSON.stringify({ text }));
    }) as typeof response.end;
    const setHeader = response.setHeader.bind(response);
    response.setHeader = ((name: string, value: string) =>
      setHeader(name, name === 'content-type' ? 'application/json' : value)) as never;
    receive(request, response);
  });
};

import type { MiddlewareHandler } from 'hono';

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/**
 * Lets nobody in by another name: a page of another site could have its own name lead to this
 * machine (DNS rebinding), and its scripts would be of the same origin then.
 *
 * @param host - what else besides loopback the sandbox was told to listen on
 */
export function onlyByName(host: string): MiddlewareHandler {
  const isOpen = !LOOPBACK.test(host) && host !== '::1';
  return async (c, next) => {
    const name = c.req.header('host') ?? '';
    if (isOpen || LOOPBACK.test(name)) return next();
    return c.text('The sandbox answers to localhost only.', 421);
  };
}

/** Lets pages of other sites steer nothing: browsers say where a request comes from. */
export function onlySameOrigin(): MiddlewareHandler {
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site');
    const origin = c.req.header('origin');
    const isOwn =
      (site === undefined || site === 'same-origin' || site === 'none') &&
      (origin === undefined || origin === new URL(c.req.url).origin);
    return isOwn
      ? next()
      : c.json({ error: 'Pages of other origins cannot steer the sandbox.' }, 403);
  };
}

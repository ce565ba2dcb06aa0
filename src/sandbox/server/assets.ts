import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { PAGES_FOLDER } from './package.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Frames show modules, which may be anywhere; everything else comes from here. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  'frame-src http: https:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-cache',
};

/** The built pages: every address without a file name is the one page, whose script reads it. */
export function assets(): Hono {
  const routes = new Hono();
  routes.get('*', async (c) => {
    const [, name = 'index.html'] = /^\/([\w-]+\.(?:js|css|svg))$/.exec(c.req.path) ?? [];
    const type = TYPES[name.slice(name.lastIndexOf('.') + 1)] as string;
    try {
      const body = await readFile(join(PAGES_FOLDER, name));
      return c.body(body, 200, { ...HEADERS, 'content-type': type });
    } catch {
      return c.text('The pages have not been built: run npm run build.', 404);
    }
  });
  return routes;
}

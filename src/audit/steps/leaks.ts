import { type Answer, type Audit, type AuditStep, holdsToken } from '../audit.ts';
import { isHtml } from '../browser.ts';
import type { AuditCode } from '../catalogue.ts';
import { readHtml } from '../read-html.ts';
import { bearerParts, reveals } from '../reveals.ts';
import type { Received } from '../send.ts';

/** What all answers so far have in common, or lack. */
export function leaks(): AuditStep {
  return {
    name: 'what the answers give away',
    codes: [
      'token-cacheable',
      'referrer-leak',
      'token-in-location',
      'token-in-page',
      'token-in-cookie',
      'token-in-header',
      'bearer-exposed',
    ],
    async run(audit) {
      keeping(audit);
      referring(audit);
      quoting(audit);
      bearers(audit);
    },
  };
}

/** Statuses that a cache may keep without being told to (RFC 9110 section 15.1). */
const KEPT_BY_DEFAULT = new Set([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501]);

function keeping(audit: Audit): void {
  for (const answer of audit.answers) {
    const { carriedToken, elsewhere, status, what, headers } = answer;
    const control = headers['cache-control'] ?? '';
    if (!carriedToken || elsewhere || status === 0 || /\bno-store\b/i.test(control)) continue;
    const isKept = KEPT_BY_DEFAULT.has(status) || /\b(?:public|max-age)\b/i.test(control);
    audit.found('token-cacheable', `${status} to ${what}`, isKept ? 'error' : 'warning');
  }
}

function referring(audit: Audit): void {
  for (const { carriedToken, elsewhere, status, what, headers, body } of audit.answers) {
    const isPage = isHtml(headers) && body !== '' && (status < 300 || status >= 400);
    if (!carriedToken || elsewhere || !isPage) continue;
    const inPage = /<meta[^>]+name=["']?referrer["']?[^>]*content=["']?([\w-]+)/i.exec(body)?.[1];
    const policy = (headers['referrer-policy'] ?? inPage ?? '').toLowerCase().split(',').at(-1);
    switch (policy?.trim()) {
      case 'no-referrer':
      case 'origin':
      case 'strict-origin':
        continue;
      case 'same-origin':
      case 'strict-origin-when-cross-origin':
      case 'origin-when-cross-origin':
        audit.found('referrer-leak', `${policy} on the page for ${what}`, 'warning');
        continue;
      default:
        audit.found('referrer-leak', `${policy || 'no Referrer-Policy'} on the page for ${what}`);
    }
  }
}

function quoting(audit: Audit): void {
  for (const answer of audit.answers) {
    const { token, what, url, headers, cookies, asked } = answer;
    const { location } = headers;
    if (location !== undefined && holdsToken(location, token) && URL.canParse(location, url)) {
      const leaves = new URL(location, url).origin !== new URL(url).origin;
      if (leaves || asked) {
        const where = leaves ? 'to another origin' : 'after it was resolved';
        audit.found('token-in-location', `${what} is passed on ${where}`);
      }
    }
    const quoted = (code: AuditCode, text: string) => {
      if (holdsToken(text, token) || (token.length >= 8 && reveals(text, [token]))) {
        audit.found(code, `the answer to ${what}`);
      }
    };
    quoted('token-in-page', pageBody(audit, answer));
    quoted('token-in-cookie', cookies.join('\n'));
    quoted('token-in-header', otherHeaders(answer));
  }
}

/** The body without what a page for a click has to hold: the token in its form. */
function pageBody(audit: Audit, { body, token, asked, carriedToken }: Answer): string {
  const waits = audit.clickThrough() && !asked && carriedToken;
  const { form } = waits ? readHtml(body) : {};
  if (form === undefined) return body;
  const inForm = form.fields.some(([, value]) => value === token) || holdsToken(form.action, token);
  return inForm ? body.replace(token, '') : body;
}

function otherHeaders({ headers }: Received): string {
  return Object.entries(headers)
    .map(([name, value]) => (name === 'location' ? '' : `${name}: ${value}`))
    .join('\n');
}

function bearers(audit: Audit): void {
  const parts = Object.values(audit.people).flatMap((user) =>
    bearerParts(audit.issuer.bearerOf(user)),
  );
  // Most pages of an audit are the same few.
  const known = new Map<string, boolean>();
  const holdsBearer = (text: string) => {
    const found = known.get(text) ?? reveals(text, parts);
    known.set(text, found);
    return found;
  };
  for (const { url, headers, cookies, body } of audit.received) {
    const { pathname } = new URL(url);
    if (holdsBearer(body)) audit.found('bearer-exposed', `on the page at ${pathname}`);
    if (holdsBearer(headers.location ?? '')) audit.found('bearer-exposed', 'in a redirect');
    if (holdsBearer(otherHeaders({ headers } as Received))) {
      audit.found('bearer-exposed', `in a header of ${pathname}`);
    }
    for (const cookie of cookies) {
      if (holdsBearer(cookie)) {
        audit.found('bearer-exposed', `in the cookie ${cookie.split('=')[0]}`);
      }
    }
  }
}

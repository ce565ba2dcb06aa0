import type { Audit, AuditStep } from '../audit.ts';
import { ELSEWHERE, type Journey } from '../browser.ts';
import type { Home } from '../home.ts';
import { withParameter } from './refusals.ts';

const NAMES =
  'next url return returnTo return_to returnUrl return_url redirect redirectTo redirect_to redirect_uri redirectUrl redirect_url continue target to goto go dest destination callback back from ref page path r u'.split(
    ' ',
  );

const ADDRESSES = [
  `https://${ELSEWHERE}/`,
  `//${ELSEWHERE}/`,
  `/\\${ELSEWHERE}/`,
  `/\t/${ELSEWHERE}/`,
  `https:${ELSEWHERE}/`,
];

const INJECTED = 'x-injected-by-audit';

/** What a link may make of the redirect. */
export function redirects(home: Home): AuditStep {
  return {
    name: 'links that lead astray',
    codes: ['open-redirect', 'header-injection', 'host-header-trusted', 'cors-credentials'],
    async run(audit) {
      await openRedirect(audit);
      await headerInjection(audit);
      await forgedHost(audit);
      await crossOrigin(audit, home);
    },
  };
}

async function openRedirect(audit: Audit): Promise<void> {
  const names = parameterNames(audit);
  for (const address of ADDRESSES) {
    const token = await audit.issuer.generate(audit.people.user);
    const change = (href: string) => withAll(href, names, address);
    const journey = await audit.arrive({ what: 'a link to another site', token, change });
    const name = await culprit(audit, journey, names, address);
    if (name !== undefined) audit.found('open-redirect', `${name} leads to another site`);
  }
  const token = await audit.issuer.generate(audit.people.user);
  const change = (href: string) => {
    const { origin } = new URL(href);
    return `${origin}//${ELSEWHERE}${href.slice(origin.length)}`;
  };
  const what = 'a path with two slashes';
  if (leadsElsewhere(await audit.arrive({ what, token, change, elsewhere: true }))) {
    audit.found('open-redirect', 'a path that begins with two slashes leads to another site');
  }
}

/** Which of the parameters it was: each is tried by itself. */
async function culprit(
  audit: Audit,
  journey: Journey,
  names: readonly string[],
  address: string,
): Promise<string | undefined> {
  if (!leadsElsewhere(journey)) return undefined;
  for (const name of names) {
    const token = await audit.issuer.generate(audit.people.user);
    const change = (href: string) => withAll(href, [name], address);
    const alone = await audit.arrive({ what: 'a link to another site', token, change });
    if (leadsElsewhere(alone)) return `the parameter ${name}`;
  }
  return 'a parameter';
}

/** Usual names, and those that the Custom Module URL has besides the token's. */
function parameterNames({ moduleUrl }: Audit): string[] {
  const taken = moduleUrl.placeholders.map(({ parameter }) => parameter);
  const own = [...new URL(moduleUrl.preview()).searchParams.keys()];
  return [...new Set([...NAMES, ...own])].filter((name) => !taken.includes(name));
}

function withAll(href: string, names: readonly string[], value: string): string {
  const pairs = names.map((name) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
  const query = href.includes('?')
    ? href.replace(/([?&])([^=&#]+)=[^&#]*/g, keepUnless(names))
    : href;
  return withParameter(query, pairs.join('&'));
}

/** Drops what is about to be added again. */
function keepUnless(names: readonly string[]) {
  return (pair: string, lead: string, name: string) =>
    names.includes(decodeURIComponent(name)) ? lead : pair;
}

function leadsElsewhere({ answers }: Journey): boolean {
  return answers.some(({ url, status, headers, body }) => {
    const { location, refresh = '' } = headers;
    const to = status >= 300 && status < 400 ? location : undefined;
    const host = to !== undefined && URL.canParse(to, url) ? new URL(to, url).hostname : '';
    const inPage = /http-equiv\s*=\s*["']?refresh[^>]*>/i.exec(body)?.[0] ?? '';
    return (
      host === ELSEWHERE || refresh.includes(`//${ELSEWHERE}`) || inPage.includes(`//${ELSEWHERE}`)
    );
  });
}

async function headerInjection(audit: Audit): Promise<void> {
  const names = [...parameterNames(audit), 'page-of-audit'];
  const token = await audit.issuer.generate(audit.people.user);
  const change = (href: string) => withAll(href, names, `/a\r\n${INJECTED}: 1`);
  const { answers } = await audit.arrive({ what: 'a line break in a link', token, change });
  if (answers.some(({ headers }) => headers[INJECTED] !== undefined)) {
    audit.found('header-injection', 'a line break in a parameter became a header of the answer');
  }
}

async function forgedHost(audit: Audit): Promise<void> {
  const token = await audit.issuer.generate(audit.people.user);
  const forged = `forged.${ELSEWHERE}`;
  const headers = { host: forged, 'x-forwarded-host': forged, forwarded: `host=${forged}` };
  const { answers } = await audit.arrive({ what: 'a forged host', token, sending: { headers } });
  const [first] = answers;
  if (first?.headers.location?.includes(forged)) {
    audit.found('host-header-trusted', 'the redirect is built from the Host header');
  } else if (answers.some(({ body }) => body.includes(forged))) {
    audit.found('host-header-trusted', 'the page is built from the Host header');
  }
}

async function crossOrigin(audit: Audit, home: Home): Promise<void> {
  const { host } = new URL(home.url);
  const origins = [`https://${ELSEWHERE}`, `https://${host}.${ELSEWHERE}`, 'null'];
  for (const origin of origins) {
    const headers = { origin, 'sec-fetch-mode': 'cors', 'sec-fetch-site': 'cross-site' };
    const { last } = await home.browser.copy().go(home.url, { headers });
    const allowed = last.headers['access-control-allow-origin'];
    if (allowed === origin && last.headers['access-control-allow-credentials'] === 'true') {
      audit.found('cors-credentials', `answers to the origin ${origin} with credentials`);
    }
  }
}

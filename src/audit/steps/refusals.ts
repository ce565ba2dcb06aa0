import { createTokenFactory } from '../../token/generate-token.ts';
import type { Audit, AuditStep } from '../audit.ts';
import type { AuditCode } from '../catalogue.ts';
import type { Home } from '../home.ts';

const unknownToken = createTokenFactory();

/** Tokens that are not good. */
export function refusals(home: Home): AuditStep {
  return {
    name: 'tokens that are not good',
    codes: [
      'used-token-admitted',
      'invalid-token-admitted',
      'refusal-looks-like-success',
      'refusal-crashes',
      'refusal-retried',
    ],
    async run(audit) {
      const { issuer, people } = audit;
      const expired = await issuer.generateExpired(people.user);
      await refused(audit, home, 'a used token', home.firstToken, 'used-token-admitted');
      await refused(audit, home, 'an expired token', expired);
      const unknown = unknownToken();
      await refused(audit, home, 'an unknown token', unknown);
      const calls = issuer.resolves(unknown);
      if (calls > 1) audit.found('refusal-retried', `${calls} calls for one unknown token`);
      await refused(audit, home, 'a malformed token', `two words\0${unknownToken()}`);
      await refused(audit, home, 'a very long token', unknownToken().repeat(40));
      await refused(audit, home, 'an empty token', '');
    },
  };
}

async function refused(
  audit: Audit,
  home: Home,
  what: string,
  token: string,
  admitted: AuditCode = 'invalid-token-admitted',
): Promise<void> {
  const browser = audit.newBrowser();
  const journey = await audit.arrive({ what, token, browser });
  const { status, failure } = journey.last;
  if (status >= 500 || status === 0) {
    audit.found('refusal-crashes', `${what} ends in ${failure ?? status}`);
  } else if (status < 400) {
    if (await home.admits(journey, browser)) audit.found(admitted, `${what} gets in`);
    // Without a token there is nothing to refuse.
    else if (token !== '') audit.found('refusal-looks-like-success', `${what} ends in ${status}`);
  }
}

/** Two tokens in one URL, and tokens on pages that are not the receiver's. */
export function strayTokens(home: Home): AuditStep {
  return {
    name: 'tokens in the wrong place',
    codes: ['repeated-token-picked', 'foreign-token-taken'],
    async run(audit) {
      const inQuery = audit.moduleUrl.placeholders.find(({ component }) => component === 'query');
      if (inQuery?.parameter === undefined) {
        for (const code of this.codes) audit.skip(code, 'the token is not in the query');
        return;
      }
      const parameter = encodeURIComponent(inQuery.parameter);
      await repeated(audit, home, parameter);
      await foreign(audit, parameter);
    },
  };
}

async function repeated(audit: Audit, home: Home, parameter: string): Promise<void> {
  for (const which of ['first', 'last']) {
    const good = await audit.issuer.generate(audit.people.user);
    const other = `${parameter}=${unknownToken()}`;
    const change = (href: string) =>
      which === 'first' ? withParameter(href, other) : href.replace('?', () => `?${other}&`);
    const browser = audit.newBrowser();
    const journey = await audit.arrive({ what: 'two tokens', token: good, browser, change });
    if (journey.last.status < 400 && (await home.admits(journey, browser))) {
      audit.found('repeated-token-picked', `the ${which} of two tokens gets in`);
    }
  }
}

async function foreign(audit: Audit, parameter: string): Promise<void> {
  const own = new URL(audit.moduleUrl.preview().replace('{SHORT_TOKEN}', ''));
  const below = `${own.pathname.replace(/\/$/, '')}/no-such-page`;
  const beside = ['/reset-password', '/verify-email'].filter((path) => path !== own.pathname);
  for (const path of [...beside, below]) {
    const token = unknownToken();
    const change = () => `${own.origin}${path}?${parameter}=${token}`;
    await audit.arrive({ what: 'another page', token, change, elsewhere: true });
    // What lies below a path may belong to it.
    if (path !== below && audit.issuer.resolves(token) > 0) {
      audit.found('foreign-token-taken', `a token at ${path} was sent to MileApp`);
    }
  }
}

/** Adds a parameter to the end of the query. */
export function withParameter(href: string, parameter: string): string {
  const hash = href.indexOf('#');
  const end = hash < 0 ? href.length : hash;
  const joint = href.slice(0, end).includes('?') ? '&' : '?';
  return `${href.slice(0, end)}${joint}${parameter}${href.slice(end)}`;
}

import { type Finding, fail, pass, warn } from './finding.ts';
import { holds, type Lab, type Trial } from './lab.ts';

/** Tokens that are not good, and requests that are not. */
export async function checkRefusals(
  { open, issuer, moduleUrl }: Lab,
  used: string,
): Promise<Finding[]> {
  const refused = (check: string, trial: Trial) => {
    if (trial.status === 401) return pass(check, '401');
    return trial.status >= 400 && trial.status < 500
      ? warn(check, `refused with ${trial.status}; a program expects 401`)
      : fail(check, `${trial.status} instead of 401`);
  };
  const findings = [
    refused('reused', await open('a used token', used)),
    refused('expired', await open('an expired token', await issuer.mintExpired())),
    refused('unknown', await open('an unknown token', issuer.invent())),
    refused('malformed', await open('a malformed token', `two words\0${issuer.invent()}`)),
    refused('empty', await open('an empty token', '')),
  ];
  const inQuery = moduleUrl.placeholders.find(({ component }) => component === 'query');
  if (inQuery?.parameter === undefined) return findings;
  const parameter = encodeURIComponent(inQuery.parameter);

  const before = issuer.resolves();
  const good = await issuer.mint();
  const twice = await open('a repeated parameter', good, {
    change: (href) => withParameter(href, `${parameter}=${issuer.invent()}`),
  });
  const lost = await open('a page that is not there', issuer.invent(), {
    change: (href) => {
      const url = new URL(href);
      url.pathname = `${url.pathname.replace(/\/$/, '')}/no-such-page`;
      return url.href;
    },
  });
  findings.push(
    issuer.resolves() > before && twice.status < 400
      ? fail('repeated', 'one of two tokens was picked and resolved')
      : twice.status === 400
        ? pass('repeated', '400')
        : twice.status >= 400 && twice.status < 500
          ? warn('repeated', `refused with ${twice.status}; it is a 400`)
          : fail('repeated', `${twice.status} instead of 400`),
    holds(lost.body + lost.head, lost.token)
      ? fail('not-found-page', 'the page quotes the token')
      : pass('not-found-page', 'the page does not quote the token'),
  );
  return findings;
}

function withParameter(href: string, parameter: string): string {
  const hash = href.indexOf('#');
  const end = hash < 0 ? href.length : hash;
  return `${href.slice(0, end)}&${parameter}${href.slice(end)}`;
}

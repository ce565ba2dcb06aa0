import { type Finding, fail, pass, warn } from './finding.ts';
import { holds, type Lab, type Trial } from './lab.ts';

/** What every answer so far has in common, or lacks. */
export function checkTraces({ trials, issuer }: Lab): Finding[] {
  const policies = (trial: Trial) => (trial.headers['referrer-policy'] ?? '').toLowerCase();
  // A page that is not there is the application's own answer.
  const ours = trials.filter(({ what }) => what !== 'a page that is not there');
  const kept = ours.filter(({ headers }) => !/\bno-store\b/i.test(headers['cache-control'] ?? ''));
  const told = ours.filter((trial) => !/(?:^|,)\s*no-referrer\s*$/.test(policies(trial)));
  const mild = told.every((trial) =>
    /(?:^|,\s*)(?:strict-origin|origin|same-origin)$/.test(policies(trial)),
  );
  const quoted = (where: (trial: Trial) => string) =>
    trials.filter(
      (trial) => holds(where(trial), trial.token) || holds(where(trial), issuer.bearer),
    );
  const bodies = quoted(({ body }) => body);
  const cookies = quoted(({ cookies }) => cookies.join('\n'));
  const heads = quoted(({ head }) => head);
  return [
    kept.length === 0
      ? pass('cache-control', 'no-store on every answer')
      : fail('cache-control', `no no-store on the answer to ${names(kept)}`),
    told.length === 0
      ? pass('referrer-policy', 'no-referrer on every answer')
      : (mild ? warn : fail)('referrer-policy', `not no-referrer on the answer to ${names(told)}`),
    bodies.length === 0
      ? pass('body', 'no token and no bearer in any')
      : fail('body', `the token or the bearer is on the page for ${names(bodies)}`),
    cookies.length === 0
      ? pass('cookies', 'no token and no bearer in any')
      : fail('cookies', `the token or the bearer is in a cookie for ${names(cookies)}`),
    heads.length === 0
      ? pass('headers', 'no token and no bearer in any')
      : fail('headers', `the token or the bearer is in a header for ${names(heads)}`),
  ];
}

/** What the receiver has logged meanwhile. */
export function checkLog({ trials, issuer }: Lab, log: string | undefined): Finding {
  if (log === undefined) return warn('log', 'not looked at; --log <file> names it');
  if (log === '') return warn('log', 'nothing was written to it during the audit');
  const found = trials.filter(({ token }) => holds(log, token));
  if (holds(log, issuer.bearer)) return fail('log', 'the bearer is in it');
  return found.length === 0
    ? pass('log', `no token and no bearer in ${log.length} characters`)
    : fail('log', `the token of ${names(found)} is in it`);
}

function names(trials: readonly Trial[]): string {
  const all = [...new Set(trials.map(({ what }) => what))];
  return all.length <= 3
    ? all.join(', ')
    : `${all.slice(0, 3).join(', ')} and ${all.length - 3} more`;
}

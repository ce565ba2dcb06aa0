import { type Finding, fail, pass } from './finding.ts';
import type { Lab, TrialOptions } from './lab.ts';

const UNSEEN: readonly (readonly [check: string, options: TrialOptions])[] = [
  ['head', { method: 'HEAD' }],
  ['prefetch', { headers: { 'sec-purpose': 'prefetch', purpose: 'prefetch' } }],
  ['prerender', { headers: { 'sec-purpose': 'prefetch;prerender', purpose: 'prefetch' } }],
];

/** Requests that nobody looks at must not use the token up, and two at once must use it once. */
export async function checkSpending({ open, issuer }: Lab): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [check, options] of UNSEEN) {
    const token = await issuer.mint();
    const before = issuer.resolves();
    await open(`a ${check} request`, token, options);
    if (issuer.resolves() > before) {
      findings.push(fail(check, 'it spends the token, and the user who follows is turned away'));
      continue;
    }
    const { status } = await open(`a visit after ${check}`, token);
    findings.push(
      status < 400
        ? pass(check, 'spends nothing')
        : fail(check, `spends nothing, but the visit after it ends in ${status}`),
    );
  }
  const token = await issuer.mint();
  const before = issuer.resolves();
  issuer.feel('hesitant');
  const both = await Promise.all([open('a double visit', token), open('a double visit', token)]);
  issuer.feel('well');
  const calls = issuer.resolves() - before;
  findings.push(
    calls > 1
      ? fail(
          'double-get',
          `two visits at once are ${calls} calls to the API: one of them is refused`,
        )
      : both.every(({ status }) => status < 400)
        ? pass('double-get', 'two visits at once are one call to the API')
        : fail('double-get', 'one of two visits at once is turned away'),
  );
  return findings;
}

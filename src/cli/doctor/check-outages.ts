import { type Finding, fail, pass } from './finding.ts';
import type { Lab, Trial } from './lab.ts';
import type { IssuerMood } from './throw-away-issuer.ts';

const MOODS: readonly (readonly [check: string, mood: IssuerMood])[] = [
  ['upstream-failing', 'failing'],
  ['upstream-rate-limited', 'limited'],
  ['upstream-slow', 'silent'],
];

/** Trouble upstream is a 503 with `Retry-After`: nobody knows whether the token is good. */
export async function checkOutages({ open, issuer }: Lab): Promise<Finding[]> {
  const findings: Finding[] = [];
  const tried = async (check: string, token: string) => {
    try {
      findings.push(outage(check, await open(check, token)));
    } catch (error) {
      findings.push(fail(check, (error as Error).message));
    }
  };
  const token = await issuer.mint();
  await issuer.goDown();
  try {
    await tried('upstream-down', token);
  } finally {
    await issuer.comeUp();
  }
  for (const [check, mood] of MOODS) {
    issuer.feel(mood);
    await tried(check, await issuer.mint());
    issuer.feel('well');
  }
  return findings;
}

function outage(check: string, { status, headers }: Trial): Finding {
  if (status === 401 || status === 403) {
    return fail(check, `${status}: an outage looks like a user who is not let in`);
  }
  if (status !== 503) return fail(check, `${status} instead of 503`);
  const wait = headers['retry-after'];
  return wait !== undefined && (/^\d+$/.test(wait) || !Number.isNaN(Date.parse(wait)))
    ? pass(check, `503, Retry-After ${wait}`)
    : fail(check, '503 without Retry-After');
}

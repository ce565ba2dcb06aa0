import type { AuditFinding, AuditReport } from '../audit/report.ts';
import { type CliIo, printable } from './io.ts';
import { paint } from './paint.ts';

const COLOURS = { error: 'red', warning: 'yellow', info: 'blue' } as const;

/** A report for a person: every finding with its remedy, what was left out, and the sum. */
export function auditText(
  { verdict, reason, findings, checks, visits }: AuditReport,
  io: CliIo,
): string {
  const count = (severity: AuditFinding['severity'], noun: string) => {
    const found = findings.filter((finding) => finding.severity === severity).length;
    return found === 0 ? [] : [`${found} ${noun}${found === 1 || noun === 'info' ? '' : 's'}`];
  };
  const skipped = checks.filter(({ status }) => status === 'skipped');
  const notTried =
    verdict === 'inconclusive' && skipped.length === checks.length
      ? []
      : skipped.map(({ code, reason: why }) => paint(io, 'dim', `not tried  ${code}: ${why}`));
  const passed = checks.filter(({ status }) => status === 'passed').length;
  const sum = [
    `${passed} of ${checks.length} checks passed in ${visits} visits`,
    ...count('error', 'error'),
    ...count('warning', 'warning'),
    ...count('info', 'info'),
  ].join(', ');
  const end = {
    passed: paint(io, 'green', 'no error found'),
    failed: paint(io, 'red', 'errors found'),
    inconclusive: paint(io, 'yellow', 'could not find out'),
  }[verdict];
  return [
    ...findings.map((finding) => `${findingText(finding, io)}\n`),
    ...notTried,
    ...(notTried.length > 0 ? [''] : []),
    ...(reason === undefined ? [] : [printable(reason)]),
    `${end}: ${sum}`,
    '',
  ].join('\n');
}

function findingText({ severity, code, seen, why, fix, help }: AuditFinding, io: CliIo): string {
  const title = paint(io, COLOURS[severity], severity.padEnd(7));
  return [
    `${title}  ${paint(io, 'bold', code)}`,
    // A header of the receiver may be quoted in it.
    `  seen  ${printable(seen)}`,
    `  why   ${why}`,
    `  mend  ${fix}`,
    paint(io, 'dim', `  more  ${help}`),
  ].join('\n');
}

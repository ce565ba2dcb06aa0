import type { ModuleUrl } from '../url/module-url.ts';
import { checkForReport, diagnosticReport } from './diagnostic-report.ts';
import { checkArrival } from './doctor/check-arrival.ts';
import { checkOutages } from './doctor/check-outages.ts';
import { checkRefusals } from './doctor/check-refusals.ts';
import { checkSpending } from './doctor/check-spending.ts';
import { checkLog, checkTraces } from './doctor/check-traces.ts';
import type { Finding } from './doctor/finding.ts';
import { createLab, type Lab } from './doctor/lab.ts';
import { logTail } from './doctor/log-tail.ts';
import { type ThrowAwayIssuer, throwAwayIssuer } from './doctor/throw-away-issuer.ts';
import { type CliIo, EXIT, printable } from './io.ts';
import { paint } from './paint.ts';
import { readFlags } from './read-flags.ts';

const DEFAULT_PORT = 4780;

const USAGE = `Usage: custom-module doctor <url> [--listen <port>] [--log <file>] [--json]

Audits a running receiver: opens its Custom Module URL with tokens of every kind and looks at what
comes back. The tokens are those of a throw-away issuer that runs meanwhile on this machine, so start
the receiver first, with its client's baseUrl at http://127.0.0.1:${DEFAULT_PORT}/api/v3.

  <url>            with {SHORT_TOKEN}, as it is configured in MileApp; http on loopback hosts only
  --listen <port>  where the issuer listens; default ${DEFAULT_PORT}
  --log <file>     the receiver's log, to be searched for tokens
  --json           one line of JSON

Exit code: 0 nothing failed, 1 something failed, 2 wrong usage, 3 could not find out.
`;

const COLOURS = { pass: 'green', warn: 'yellow', fail: 'red' } as const;

interface DoctorFlags {
  readonly moduleUrl: ModuleUrl;
  readonly port: number;
  readonly log: string | undefined;
  readonly json: boolean;
}

/** `custom-module doctor`: a running receiver is tried with tokens of every kind. */
export async function doctor(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readDoctorFlags(args, io);
  if (typeof flags === 'number') return flags;
  const unknown = (why: string) => {
    io.stderr(`${why}\n`);
    return EXIT.unknown;
  };
  let readLog: (() => Promise<string>) | undefined;
  try {
    readLog = flags.log === undefined ? undefined : await logTail(flags.log);
  } catch {
    return unknown('The log cannot be read. Name a file that is there already.');
  }
  const issuer = throwAwayIssuer(flags.port);
  try {
    await issuer.comeUp();
  } catch {
    return unknown(`Port ${flags.port} cannot be listened on. Choose another with --listen.`);
  }
  try {
    const findings = await examine(flags.moduleUrl, issuer, readLog);
    if (typeof findings === 'string') return unknown(findings);
    report(findings, flags, io);
    return findings.some(({ status }) => status === 'fail') ? EXIT.no : EXIT.ok;
  } catch (error) {
    return unknown(`The audit broke off: ${(error as Error).message}.`);
  } finally {
    await issuer.goDown();
  }
}

/** @returns the findings, or why there are none */
async function examine(
  moduleUrl: ModuleUrl,
  issuer: ThrowAwayIssuer,
  readLog: (() => Promise<string>) | undefined,
): Promise<Finding[] | string> {
  const lab: Lab = createLab(moduleUrl, issuer);
  const token = await issuer.mint();
  const first = await lab.open('a good token', token);
  if (issuer.resolves() === 0) {
    return `The receiver answered ${first.status} and did not ask the issuer of this audit. Start it with its client's baseUrl at ${issuer.baseUrl}.`;
  }
  const findings = [
    ...(await checkArrival(lab, first)),
    ...(await checkRefusals(lab, token)),
    ...(await checkSpending(lab)),
    ...(await checkOutages(lab)),
  ];
  return [...findings, ...checkTraces(lab), checkLog(lab, await readLog?.())];
}

function readDoctorFlags(args: readonly string[], io: CliIo): DoctorFlags | number {
  const flags = readFlags(args, io, USAGE, FLAGS);
  if (typeof flags === 'number') return flags;
  const { values, positionals, refuse } = flags;
  const [source = ''] = positionals;
  if (positionals.length !== 1) {
    return refuse('Which URL? One, in quotes: the shell has uses of its own for { & ?');
  }
  const port = Number(values.listen ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return refuse('--listen must be a whole number from 1 to 65535.');
  }
  const urlCheck = checkForReport(source, { allowHttpLoopback: true });
  const { moduleUrl } = urlCheck;
  if (!moduleUrl) {
    io.stderr(`${diagnosticReport(source, urlCheck, io, false)}\n`);
    return EXIT.usage;
  }
  if (!moduleUrl.placeholders.some(({ component }) => component !== 'fragment')) {
    return refuse('There is no {SHORT_TOKEN} in the path or the query of that URL.');
  }
  const log = typeof values.log === 'string' ? values.log : undefined;
  return { moduleUrl, port, log, json: values.json === true };
}

const FLAGS = {
  listen: { type: 'string' },
  log: { type: 'string' },
  json: { type: 'boolean' },
} as const;

function report(findings: readonly Finding[], { moduleUrl, json }: DoctorFlags, io: CliIo): void {
  const count = (status: Finding['status']) => findings.filter((f) => f.status === status).length;
  const failed = count('fail');
  if (json) {
    io.stdout(
      `${JSON.stringify({ ok: failed === 0, url: moduleUrl.preview(), checks: findings })}\n`,
    );
    return;
  }
  const width = Math.max(...findings.map(({ check }) => check.length));
  for (const { check, status, reason } of findings) {
    const label = paint(io, COLOURS[status], status);
    // A header of the receiver may be quoted in it.
    io.stdout(`${label}  ${check.padEnd(width)}  ${printable(reason)}\n`);
  }
  io.stdout(`\n${count('pass')} passed, ${count('warn')} to look at, ${failed} failed\n`);
}

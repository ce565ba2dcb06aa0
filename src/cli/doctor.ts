import { type AuditOptions, auditReceiver } from '../audit/audit-receiver.ts';
import type { AuditReport } from '../audit/report.ts';
import { DEFAULT_AUDIT_PORT } from '../audit/throw-away-issuer.ts';
import { auditText } from './audit-text.ts';
import { readDoctorFlags } from './doctor-flags.ts';
import { EXIT } from './exit-codes.ts';
import { type CliIo, printable } from './io.ts';
import { logTail } from './log-tail.ts';

const USAGE = `Usage: custom-module doctor <url> [flags]

Audits a running receiver: opens its Custom Module URL with tokens of every kind, follows it as a
browser does, and says what is wrong and how to mend it. The tokens are those of a throw-away issuer
that runs meanwhile on this machine, so start the receiver first, with its client's baseUrl at
http://127.0.0.1:${DEFAULT_AUDIT_PORT}/api/v3.

  <url>                as it is configured in MileApp, with {SHORT_TOKEN}; http on loopback hosts only
  --listen <port>      where the issuer listens; default ${DEFAULT_AUDIT_PORT}
  --host <address>     the address it listens on; default 127.0.0.1; 0.0.0.0 lets containers in
  --organization <id>  whose users come, for a receiver that admits certain organizations only
  --log <file>         the receiver's log, to be searched for tokens
  --skip <code>        a finding not to report; may be repeated
  --timeout <seconds>  for the whole audit, 1 to 3600; default 180
  --json               one line of JSON, whatever the exit code

Exit code: 0 no error found, 1 an error found, 2 wrong usage, 3 could not find out.
`;

const VERDICT_EXITS = { passed: EXIT.ok, failed: EXIT.no, inconclusive: EXIT.unknown } as const;

/** `custom-module doctor`: a running receiver is tried with tokens of every kind. */
export async function doctor(args: readonly string[], io: CliIo): Promise<number> {
  const flags = readDoctorFlags(args, io, USAGE);
  if (typeof flags === 'number') return flags;
  const { json, log, listen } = flags;
  const unknown = (reason: string) => {
    if (json) io.stdout(`${JSON.stringify({ verdict: 'inconclusive', reason })}\n`);
    else io.stderr(`${reason}\n`);
    return EXIT.unknown;
  };
  let readLog: AuditOptions['readLog'];
  try {
    readLog = log === undefined ? undefined : await logTail(log);
  } catch {
    return unknown('The log cannot be read. Name a file that is there already.');
  }
  const { clear, onProgress } = progressLine(io);
  let report: AuditReport;
  try {
    report = await auditReceiver({ ...flags.audit, listen, readLog, onProgress });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).syscall !== 'listen') throw error;
    return unknown(
      `Port ${listen.port} of ${listen.host} cannot be listened on. Choose others with --listen and --host.`,
    );
  } finally {
    clear();
  }
  io.stdout(json ? `${JSON.stringify(report)}\n` : auditText(report, io));
  return VERDICT_EXITS[report.verdict];
}

/** One line on a terminal that says what is tried now; nothing elsewhere. */
function progressLine(io: CliIo): { clear: () => void; onProgress: AuditOptions['onProgress'] } {
  if (!io.showsProgress) return { clear: () => {}, onProgress: undefined };
  const clear = () => io.stderr('\r\x1b[K');
  return {
    clear,
    onProgress({ step, number, of }) {
      io.stderr(`\r\x1b[K[${number}/${of}] ${printable(step)} …`);
    },
  };
}

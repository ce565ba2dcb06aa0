import type { AuditOptions } from '../audit/audit-receiver.ts';
import { type AuditCode, isAuditCode } from '../audit/catalogue.ts';
import { DEFAULT_AUDIT_PORT } from '../audit/throw-away-issuer.ts';
import { checkForReport, diagnosticReport } from './diagnostic-report.ts';
import type { CliIo } from './io.ts';
import { readFlags } from './read-flags.ts';

/** What `doctor` was asked to do. */
export interface DoctorFlags {
  readonly audit: Pick<AuditOptions, 'moduleUrl' | 'skip' | 'timeoutMs' | 'user'>;
  readonly listen: { readonly port: number; readonly host: string };
  readonly log: string | undefined;
  readonly json: boolean;
}

const FLAGS = {
  listen: { type: 'string' },
  host: { type: 'string' },
  organization: { type: 'string' },
  log: { type: 'string' },
  skip: { type: 'string', multiple: true },
  timeout: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Reads the flags of `doctor`, or gives the exit code when the command is over. */
export function readDoctorFlags(
  args: readonly string[],
  io: CliIo,
  usage: string,
): DoctorFlags | number {
  const flags = readFlags(args, io, usage, FLAGS);
  if (typeof flags === 'number') return flags;
  const { positionals, refuse } = flags;
  const values = flags.values as {
    readonly [K in 'listen' | 'host' | 'organization' | 'log' | 'timeout']?: string;
  } & { readonly skip?: readonly string[]; readonly json?: boolean };
  const [source = ''] = positionals;
  if (positionals.length !== 1) {
    return refuse('Which URL? One, in quotes: the shell gives { & ? meanings of its own.');
  }
  const port = Number(values.listen ?? DEFAULT_AUDIT_PORT);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    return refuse('--listen must be a whole number from 1 to 65535.');
  }
  const seconds = Number(values.timeout ?? 180);
  if (!(seconds >= 1 && seconds <= 3600)) return refuse('--timeout must be 1 to 3600 seconds.');
  const { skip = [], host = '127.0.0.1', organization, log } = values;
  if (!skip.every(isAuditCode)) return refuse('--skip must be the code of a finding.');
  if (organization === '') return refuse('--organization must not be empty.');
  const check = checkForReport(source, { allowHttpLoopback: true });
  const { moduleUrl } = check;
  if (!moduleUrl) {
    const report = diagnosticReport(source, check, io, { reveal: false, language: 'en' });
    return refuse(`That URL is not usable.\n\n${report}`);
  }
  if (moduleUrl.placeholders.length === 0) return refuse('There is no {SHORT_TOKEN} in that URL.');
  return {
    audit: {
      moduleUrl,
      skip: skip as readonly AuditCode[],
      timeoutMs: seconds * 1000,
      user: { organizationId: organization },
    },
    listen: { port, host },
    log,
    json: values.json === true,
  };
}

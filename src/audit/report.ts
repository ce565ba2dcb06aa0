import { AUDIT_CODES, type AuditCode, type AuditSeverity, CATALOGUE } from './catalogue.ts';

/** Something that is wrong with a receiver. */
export interface AuditFinding {
  /** Stable: texts may change, codes do not. */
  readonly code: AuditCode;
  readonly severity: AuditSeverity;
  /** What was seen, without any token or bearer. */
  readonly seen: string;
  readonly why: string;
  /** How to mend it. */
  readonly fix: string;
  /** Where to read more: a section of a page in this package. */
  readonly help: string;
}

/** How the look for one code ended. */
export interface AuditCheck {
  readonly code: AuditCode;
  /** What a receiver does that passes. */
  readonly rule: string;
  readonly status: 'passed' | 'found' | 'skipped';
  /** Why it was skipped. */
  readonly reason?: string;
}

/** Everything that an audit has to say; plain data. */
export interface AuditReport {
  /** `failed`: an error was found; `inconclusive`: none was, but not everything could be tried. */
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  /** Why not everything could be tried. */
  readonly reason?: string;
  /** The Custom Module URL with its placeholder. */
  readonly moduleUrl: string;
  /** Worst first. */
  readonly findings: readonly AuditFinding[];
  readonly checks: readonly AuditCheck[];
  /** Requests that were sent to the receiver. */
  readonly visits: number;
  readonly durationMs: number;
}

/** Gathers what the steps of an audit see. */
export interface Notebook {
  /** @param seen - without any token or bearer; several things seen for one code become one finding */
  readonly found: (code: AuditCode, seen: string, severity?: AuditSeverity) => void;
  /** Says why there is nothing to be said about a code. What was found stays found. */
  readonly skip: (code: AuditCode, reason: string) => void;
  readonly findings: () => AuditFinding[];
  readonly checks: () => AuditCheck[];
}

const HELP = '@mileapp/custom-module-url/src/cli/README.md';
const ORDER: readonly AuditSeverity[] = ['error', 'warning', 'info'];

/** @param muted - codes that are not to be reported */
export function createNotebook(muted: ReadonlySet<AuditCode>): Notebook {
  const sightings = new Map<AuditCode, { seen: Set<string>; severity: AuditSeverity }>();
  const skipped = new Map<AuditCode, string>();
  for (const code of muted) skipped.set(code, 'skipped on request');
  return {
    found(code, seen, severity = CATALOGUE[code].severity) {
      if (muted.has(code)) return;
      const sighting = sightings.get(code) ?? { seen: new Set(), severity };
      sighting.seen.add(seen);
      if (ORDER.indexOf(severity) < ORDER.indexOf(sighting.severity)) sighting.severity = severity;
      sightings.set(code, sighting);
    },
    skip(code, reason) {
      if (!skipped.has(code)) skipped.set(code, reason);
    },
    findings: () =>
      ORDER.flatMap((wanted) =>
        AUDIT_CODES.flatMap((code) => {
          const { seen, severity } = sightings.get(code) ?? {};
          if (seen === undefined || severity !== wanted) return [];
          const { why, fix } = CATALOGUE[code];
          return [{ code, severity, seen: listed([...seen]), why, fix, help: `${HELP}#${code}` }];
        }),
      ),
    checks: () =>
      AUDIT_CODES.map((code) => {
        const { rule } = CATALOGUE[code];
        if (sightings.has(code)) return { code, rule, status: 'found' };
        const reason = skipped.get(code);
        return reason === undefined
          ? { code, rule, status: 'passed' }
          : { code, rule, status: 'skipped', reason };
      }),
  };
}

/** A few examples are enough. */
function listed(seen: readonly string[]): string {
  const more = seen.length > 4 ? `; and ${seen.length - 3} more` : '';
  return seen.slice(0, more === '' ? 4 : 3).join('; ') + more;
}

import { PLACEHOLDER } from '../token/placeholder.ts';
import type { RefusalCode } from '../url/refusals.ts';
import type { Refuse } from '../url/refuse.ts';
import type { ModuleUrlOptions } from '../url/refuse-authority.ts';
import type { Parts } from '../url/template.ts';
import type { Report } from './findings.ts';
import { mendHost } from './mend-host.ts';
import { decoded } from './report-damage.ts';

/** Where something was refused. */
interface Place {
  readonly source: string;
  readonly parts: Parts;
  readonly options: ModuleUrlOptions;
  readonly start: number;
  readonly end: number;
}

/** Takes down what parsing refuses, with what to write in its place where there is no doubt. */
export function reportRefusals(
  source: string,
  parts: Parts,
  options: ModuleUrlOptions,
  report: Report,
): Refuse {
  return (code, start, end, reason) => {
    const place = { source, parts, options, start, end };
    const replacement = MENDERS[code]?.(source.slice(start, end), place);
    report(code, start, end, { replacement, reason });
  };
}

type Mend = (text: string, place: Place) => string | undefined;

const mendHostOf: Mend = (host, { options }) => mendHost(host, options.domainToAscii);

const MENDERS: Partial<Record<RefusalCode, Mend>> = {
  // An empty user name can go; what a real one was meant to be is for a person to say.
  'credentials-in-url': (text) => (text === '@' ? '' : undefined),
  'encoded-url': decoded,
  'non-ascii-host': mendHostOf,
  'non-canonical-host': mendHostOf,
  'invalid-host': mendHostOf,
  'invalid-port': (port) => (/^(?:\s+\d+\s*|\d+\s+)$/.test(port) ? port.trim() : undefined),
  'insecure-scheme': () => 'https',
  'dot-segment': (text, { end, parts }) => {
    // What browsers remove without another segment can go; which one .. was meant for, who knows.
    if (!/^\/(?:\.|%2e)$/i.test(text)) return undefined;
    return end === parts.queryStart ? '/' : '';
  },
  'placeholder-in-parameter-name': mendName,
};

function mendName(text: string, { source, parts, start, end }: Place): string | undefined {
  if (/^%3d/i.test(text) && text.length > PLACEHOLDER.length) return `=${PLACEHOLDER}`;
  const isAlone = /[?&]/.test(source.charAt(start - 1)) && /^(?:$|[&#])/.test(source.charAt(end));
  const query = source.slice(parts.queryStart, parts.fragmentStart);
  return isAlone && !/[?&]token(?:[=&]|$)/.test(query) ? `token=${PLACEHOLDER}` : undefined;
}

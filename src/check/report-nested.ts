import { forEachMatch } from '../url/for-each-match.ts';
import { originOf, type Places, type Span } from '../url/template.ts';
import { MAX_FINDINGS, type Report } from './findings.ts';

// An inner URL in the path as it is; everything behind it goes with it, but for the fragment.
const IN_PATH = /\/([a-z][a-z\d+.-]*:\/\/)/gi;

/**
 * Reports inner URLs that take the token to another origin.
 *
 * @param leads - where inner URLs begin in the values that hold placeholders
 */
export function reportNested(places: Places, leads: readonly Span[], report: Report): void {
  const { source, parts, spans } = places;
  const origin = originOf(source, parts);
  let found = 0;
  const reportLead = ({ start, end }: Span) => {
    if (found >= MAX_FINDINGS || leadsTo(origin, source, start)) return;
    found++;
    report('nested-url', start, end);
  };
  leads.forEach(reportLead);
  const last = spans.filter(({ start }) => start < parts.fragmentStart).pop()?.start ?? 0;
  const path = source.slice(parts.pathStart, parts.queryStart);
  forEachMatch(IN_PATH, path, ({ 1: lead = '', index }) => {
    const start = parts.pathStart + index + 1;
    if (start < last) reportLead({ start, end: start + lead.length });
  });
}

const DECODED: Readonly<Record<string, string>> = {
  '3a': ':',
  '2f': '/',
  '5c': '/',
  '3f': '?',
  '23': '#',
  '5b': '[',
  '5d': ']',
};

/** Whether an inner URL, however often it is encoded, certainly leads to `origin`. */
function leadsTo(origin: string, source: string, at: number): boolean {
  // Encoded a few times: enough for whoever writes a URL, and a bound for whoever attacks.
  const plain = source
    .slice(at, at + origin.length + 60)
    .replace(
      /%(?:25)*(3a|2f|5c|3f|23|5b|5d)/gi,
      (_, code: string) => DECODED[code.toLowerCase()] as string,
    )
    .toLowerCase();
  const port = origin.startsWith('https') ? ':443' : ':80';
  return [origin, origin + port].some(
    (start) => plain.startsWith(start) && /^[/?#]/.test(plain.slice(start.length)),
  );
}

/** The part of a URL that a placeholder stands in. */
export type PlaceholderComponent = 'path' | 'query' | 'fragment';

/** Where a placeholder stands in a module URL. */
export interface Placeholder {
  /** The part of the URL. */
  readonly component: PlaceholderComponent;
  /** Decoded name of the parameter whose value holds it; absent where there is none. */
  readonly parameter?: string;
  /** Where it begins in the source, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends in the source, exclusive. */
  readonly end: number;
}

/** Where the parts of a module URL begin, as positions in its source. */
export interface Parts {
  /** Where the scheme ends: at its colon. */
  readonly schemeEnd: number;
  /** Behind the user information, which good URLs have none of. */
  readonly hostStart: number;
  /** At the colon before the port, or where the authority ends. */
  readonly hostEnd: number;
  /** Where the authority ends. */
  readonly pathStart: number;
  /** At the question mark, or where the path ends. */
  readonly queryStart: number;
  /** At the number sign, or where the source ends. */
  readonly fragmentStart: number;
}

/** Where the token goes. */
export interface Places {
  readonly source: string;
  readonly parts: Parts;
  /** How often the token is percent-encoded at each placeholder, at least once. */
  readonly encodings: readonly number[];
  /** Where the placeholders behind the authority begin and end, from left to right. */
  readonly spans: readonly Span[];
}

/** A module URL, read. */
export interface Template extends Places {
  /** What stands around the placeholders, one more than there are of them, encoded as browsers would. */
  readonly literals: readonly string[];
}

/** A stretch of the source; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Scheme, host and port as the WHATWG URL standard serializes them (`url.origin`). */
export function originOf(source: string, parts: Parts): string {
  const { schemeEnd, hostStart, hostEnd, pathStart } = parts;
  const scheme = source.slice(0, schemeEnd).toLowerCase();
  const host = source.slice(hostStart, hostEnd).toLowerCase();
  const port = source.slice(hostEnd + 1, pathStart);
  const isDefault = !port || +port === (scheme === 'http' ? 80 : 443);
  return `${scheme}://${host}${isDefault ? '' : `:${+port}`}`;
}

/** Where each placeholder stands, and under which name a service will find the token. */
export function describePlaceholders({ source, parts, spans }: Places): readonly Placeholder[] {
  const starts = startsOfValues(source, parts, spans);
  return Object.freeze(
    spans.map(({ start, end }, i) => {
      const component =
        start < parts.queryStart ? 'path' : start < parts.fragmentStart ? 'query' : 'fragment';
      const parameter =
        component === 'path'
          ? undefined
          : parameterName(source.slice((starts[i] as number) + 1, start));
      const name = parameter === undefined ? {} : { parameter };
      return Object.freeze({ component, ...name, start, end } as const);
    }),
  );
}

/**
 * Where the path segment or the parameter that each span stands in begins: at its delimiter. Routers
 * that live in the fragment give it a query of its own.
 */
export function startsOfValues(source: string, parts: Parts, spans: readonly Span[]): number[] {
  const starts: number[] = [];
  let at = parts.pathStart;
  let start = at;
  for (const span of spans) {
    for (const component of [parts.queryStart, parts.fragmentStart]) {
      if (at <= component && component < span.start) start = at = component;
    }
    const gap = source.slice(at, span.start);
    const ampersand = gap.lastIndexOf('&');
    const last =
      span.start < parts.queryStart
        ? gap.lastIndexOf('/')
        : span.start < parts.fragmentStart
          ? ampersand
          : Math.max(ampersand, gap.lastIndexOf('?'));
    if (last >= 0) start = at + last;
    starts.push(start);
    at = span.end;
  }
  return starts;
}

/**
 * The name of a parameter: application/x-www-form-urlencoded, as far as names need it. One that does
 * not decode stays as it is.
 */
export function parameterName(parameter: string): string | undefined {
  const equals = parameter.indexOf('=');
  if (equals < 0) return undefined;
  const name = parameter.slice(0, equals);
  // Most names have nothing to decode, which this tells faster.
  if (!/[%+]/.test(name)) return name;
  try {
    return decodeURIComponent(name.replace(/\+/g, ' '));
  } catch {
    return name.replace(/\+/g, ' ');
  }
}

import type { ModuleUrl } from '../../url/module-url.ts';
import type { ThrowAwayIssuer } from './throw-away-issuer.ts';
import { type Visit, visit } from './visit.ts';

/** A visit with the token that it brought. */
export interface Trial extends Visit {
  readonly token: string;
  /** What was tried, for a reason. */
  readonly what: string;
}

/** How a visit differs from an ordinary one. */
export interface TrialOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  /** Changes the URL to be opened. */
  readonly change?: (href: string) => string;
}

/** The receiver under audit and the issuer that it asks, with everything that has been tried. */
export interface Lab {
  readonly issuer: ThrowAwayIssuer;
  readonly moduleUrl: ModuleUrl;
  readonly trials: readonly Trial[];
  /** @throws Error that says why there was no answer, without the URL */
  readonly open: (what: string, token: string, options?: TrialOptions) => Promise<Trial>;
}

// Stands for the token while a URL is rendered: of characters that nothing encodes.
const MARK = 'doctorPutsTheTokenHere';
const PATIENCE_MS = 20_000;

export function createLab(moduleUrl: ModuleUrl, issuer: ThrowAwayIssuer): Lab {
  const template = moduleUrl.render(MARK).href;
  const trials: Trial[] = [];
  return {
    issuer,
    moduleUrl,
    trials,
    async open(what, token, { change, ...options } = {}) {
      // Not rendered by the library, which would refuse the malformed ones.
      const href = template.replaceAll(MARK, () => encodeURIComponent(token));
      const trial = { ...(await visit(change?.(href) ?? href, options, PATIENCE_MS)), token, what };
      trials.push(trial);
      return trial;
    },
  };
}

/** Whether a text holds the token, as it is or percent-encoded. */
export function holds(text: string, token: string): boolean {
  // Too short to be told from chance.
  if (token.length < 8) return false;
  return text.includes(token) || text.includes(encodeURIComponent(token));
}

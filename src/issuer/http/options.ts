import type { Issuer } from '../issuer.ts';
import type { CorsOptions } from './cors.ts';
import type { NameCaller, RequestLimiter } from './rate-limiter.ts';

/** How the HTTP side of an issuer is reached and guarded. */
export interface IssuerHandlerOptions {
  /**
   * In front of `/short-token/…`: empty, or with a leading and no trailing slash; default `/api/v3`.
   */
  readonly basePath?: string;
  /** Counts calls and turns callers away; default none. */
  readonly limiter?: RequestLimiter;
  /**
   * Names the caller of a refused call to the limiter; default its remote address, which a
   * `Request` does not have.
   */
  readonly caller?: NameCaller;
  /** Browser origins whose pages may call generate; default none. */
  readonly cors?: CorsOptions;
  /**
   * Told of every mistake in the configuration or in this package: what became a 500, and a
   * limiter or a caller that fails. What it throws is ignored.
   */
  readonly onError?: (error: unknown) => void;
}

/** @throws TypeError for an option that cannot work */
export function checkHandlerOptions(issuer: Issuer, options: IssuerHandlerOptions): void {
  if (typeof issuer?.generate !== 'function' || typeof issuer.resolve !== 'function') {
    throw new TypeError('issuer must be an Issuer, as createIssuer makes it.');
  }
  const { basePath = '' } = options;
  if (typeof basePath !== 'string' || !/^(?:\/[^/?#]+)*$/.test(basePath)) {
    throw new TypeError("basePath must be '' or begin with a slash and not end with one.");
  }
  for (const name of ['limiter', 'caller', 'onError'] as const) {
    const value: unknown = options[name];
    if (value !== undefined && typeof value !== 'function') {
      throw new TypeError(`${name} must be a function.`);
    }
  }
  if (options.cors !== undefined && (typeof options.cors !== 'object' || options.cors === null)) {
    throw new TypeError('cors must be an object with a list of origins.');
  }
}

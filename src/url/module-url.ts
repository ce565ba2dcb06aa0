import { PLACEHOLDER } from '../token/placeholder.ts';
import type { ModuleUrlDiagnostic } from './diagnostic.ts';
import { encodeToken } from './escape.ts';
import { ModuleUrlError } from './module-url-error.ts';
import { BEARER, DOT_SEGMENT } from './read-target.ts';
import { RenderedModuleUrl, Shown } from './rendered-module-url.ts';
import type { Placeholder, Template } from './template.ts';

/** A module URL that has been read and found good; it never changes. */
export class ModuleUrl extends Shown {
  readonly #template: Template;
  readonly #diagnostics: readonly ModuleUrlDiagnostic[];
  // What stands around the only placeholder with one layer, which is what nearly all have. Here too,
  // since each step to get there would take longer than the joining.
  readonly #prefix: string | undefined;
  readonly #suffix: string | undefined;

  /** @internal Use `parseModuleUrl`. */
  constructor(template: Template, diagnostics: readonly ModuleUrlDiagnostic[]) {
    super();
    this.#template = template;
    this.#diagnostics = diagnostics;
    const { literals, layers } = template;
    this.#prefix = layers.length === 1 && layers[0] === 1 ? literals[0] : undefined;
    this.#suffix = literals[1];
  }

  /** The URL as it was configured. */
  get source(): string {
    return this.#template.source;
  }

  /** Scheme, host and port as the WHATWG URL standard serializes them, for example `https://svc.example`. */
  get origin(): string {
    return this.#template.origin;
  }

  /** Where the token goes, from left to right; empty for a URL that takes none. */
  get placeholders(): readonly Placeholder[] {
    const { placeholders } = this.#template;
    // Here and not when it is read: freezing takes longer than reading.
    placeholders.forEach(Object.freeze);
    return Object.freeze(placeholders);
  }

  /** Warnings and infos that were found when it was read. */
  get diagnostics(): readonly ModuleUrlDiagnostic[] {
    return this.#diagnostics;
  }

  /**
   * Puts a token in the place of every placeholder, percent-encoded once (once more for each level
   * of an encoded inner URL); everything else stays byte for byte.
   *
   * @param shortToken - 1 to 512 characters, no control characters; not looked at where the URL has no placeholder
   * @throws ModuleUrlError `token-invalid`, `token-makes-dot-segment`; the message does not hold the token
   * @example
   * window.open(moduleUrl.render(shortToken).href);
   */
  render(shortToken: string): RenderedModuleUrl {
    const prefix = this.#prefix;
    // No character needs encoding, and no dot can make a segment. The expression alone would take
    // a number for a string.
    const plain =
      prefix !== undefined &&
      typeof shortToken === 'string' &&
      shortToken.length < 513 &&
      shortToken.length > 2 &&
      !RESERVED.test(shortToken);
    const href = plain ? prefix + shortToken + this.#suffix : fill(this.#template, shortToken);
    return new RenderedModuleUrl(href, this);
  }

  /** The URL with `{SHORT_TOKEN}` where the token will go and any pasted bearer masked, for a settings page. */
  preview(): string {
    return this.#template.literals.map((text) => text.replace(BEARER, '***')).join(PLACEHOLDER);
  }

  /** As {@link preview}. */
  override toString(): string {
    return this.preview();
  }
}

// Everything outside the unreserved set (RFC 3986 section 2.3).
const RESERVED = /[^\w.~-]/;

function fill({ literals, layers }: Template, shortToken: string): string {
  let href = literals[0] as string;
  if (!layers[0]) return href;
  const problem =
    typeof shortToken !== 'string'
      ? 'must be a string (is an await missing?)'
      : !/^[^\0-\x1f\x7f-\x9f\ud800-\udfff]+$/u.test(shortToken)
        ? 'is empty or has a control character or half a character'
        : shortToken.length > 512 && 'is longer than 512 characters';
  if (problem) throw new ModuleUrlError('token-invalid', `shortToken ${problem}.`);
  layers.forEach((layer, i) => {
    href += encodeToken(shortToken, layer) + literals[i + 1];
  });
  // The template has no dot segment of its own.
  if (/^\.\.?$/.test(shortToken) && href.split(/[?#]/)[0]?.search(DOT_SEGMENT) !== -1) {
    throw new ModuleUrlError(
      'token-makes-dot-segment',
      'Browsers would remove the token from the path.',
    );
  }
  return href;
}

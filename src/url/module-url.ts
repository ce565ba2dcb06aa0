import { PLACEHOLDER } from '../token/placeholder.ts';
import { BEARER } from './characters.ts';
import { fillTemplate, isPlainToken } from './fill-template.ts';
import { PrintsRedacted } from './prints-redacted.ts';
import { RenderedModuleUrl } from './rendered-module-url.ts';
import { describePlaceholders, originOf, type Placeholder, type Template } from './template.ts';

// Under symbols and not in private fields, which cannot be read through a Proxy (Vue, MobX).
const TEMPLATE = Symbol('template');
const PREFIX = Symbol('prefix');
const SUFFIX = Symbol('suffix');

/** Tells module URLs of this or another copy of the package from everything else. */
const BRAND = Symbol.for('@mileapp/custom-module-url/module-url');

/** A module URL that has been read and found good; it never changes. */
export class ModuleUrl extends PrintsRedacted {
  private readonly [TEMPLATE]: Template;
  // What stands around the only placeholder, which is what nearly all have: joining is then all there
  // is to do with a token that no encoding changes.
  private readonly [PREFIX]: string | undefined;
  private readonly [SUFFIX]: string | undefined;

  /** @internal Use `parseModuleUrl`. */
  constructor(template: Template) {
    super();
    const { literals, encodings } = template;
    this[TEMPLATE] = template;
    this[PREFIX] = encodings.length === 1 ? literals[0] : undefined;
    this[SUFFIX] = literals[1];
  }

  /** The URL as it was configured. */
  get source(): string {
    return this[TEMPLATE].source;
  }

  /** Scheme, host and port as the WHATWG URL standard serializes them, for example `https://svc.example`. */
  get origin(): string {
    const { source, parts } = this[TEMPLATE];
    return originOf(source, parts);
  }

  /** Host and port of the {@link origin}, for example `svc.example:8443`. */
  get host(): string {
    return this.origin.slice(this[TEMPLATE].parts.schemeEnd + '://'.length);
  }

  /** The path as it will be opened, with `{SHORT_TOKEN}` where the token goes, for example `/webhook`; at least `/`. */
  get pathname(): string {
    return targetOf(this[TEMPLATE]).replace(/[?#].*/s, '') || '/';
  }

  /** The query as it will be opened, for example `?token={SHORT_TOKEN}`; empty where there is none. */
  get search(): string {
    return targetOf(this[TEMPLATE])
      .replace(/#.*/s, '')
      .replace(/^[^?]*/, '');
  }

  /** The fragment as it will be opened, for example `#token={SHORT_TOKEN}`; empty where there is none. */
  get hash(): string {
    return targetOf(this[TEMPLATE]).replace(/^[^#]*/, '');
  }

  /** Where the token goes, from left to right; empty for a URL that takes none. */
  get placeholders(): readonly Placeholder[] {
    return describePlaceholders(this[TEMPLATE]);
  }

  /**
   * Puts a token in the place of every placeholder, percent-encoded once (once more for each level
   * of an inner URL); everything else stays byte for byte.
   *
   * @param shortToken - 1 to 512 characters, no control characters; not looked at where the URL has no placeholder
   * @returns the URL to open, which shows its token only through `href`
   * @throws ModuleUrlError `token-invalid`, `token-makes-dot-segment`; the message does not hold the token
   * @example
   * const rendered = moduleUrl.render(shortToken);
   * window.open(rendered.href);
   * @see RFC 3986 section 2: what is encoded is everything outside the unreserved set
   */
  render(shortToken: string): RenderedModuleUrl {
    const prefix = this[PREFIX];
    const href =
      prefix !== undefined && isPlainToken(shortToken)
        ? prefix + shortToken + this[SUFFIX]
        : fillTemplate(this[TEMPLATE], shortToken);
    return new RenderedModuleUrl(href, this);
  }

  /**
   * The URL with `{SHORT_TOKEN}` where the token will go and any pasted bearer masked.
   *
   * @returns text for a settings page or a log
   * @example
   * label.textContent = moduleUrl.preview();
   */
  preview(): string {
    return this[TEMPLATE].literals.map((text) => text.replace(BEARER, '***')).join(PLACEHOLDER);
  }

  /** As {@link preview}. */
  override toString(): string {
    return this.preview();
  }

  /** @internal Read by `isModuleUrl`. */
  get [BRAND](): true {
    return true;
  }
}

/**
 * Tells a {@link ModuleUrl}, of this or another copy of the package, from everything else. Never throws.
 *
 * @param value - anything
 * @returns whether it is one
 * @example
 * const moduleUrl = isModuleUrl(url) ? url : parseModuleUrl(url);
 */
export function isModuleUrl(value: unknown): value is ModuleUrl {
  try {
    return (value as Partial<ModuleUrl> | null | undefined)?.[BRAND] === true;
  } catch {
    return false;
  }
}

/** What follows the authority, with the canonical placeholder. */
function targetOf({ literals, parts }: Template): string {
  return literals.join(PLACEHOLDER).slice(parts.pathStart);
}

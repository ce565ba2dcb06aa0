import { PrintsRedacted } from './prints-redacted.ts';

const READ_HREF = Symbol('readHref');
const TEMPLATE = Symbol('template');

/**
 * The URL to open. It holds a live token, so only {@link href} gives it; as a string, in JSON and
 * under inspection it shows the template instead.
 */
export class RenderedModuleUrl extends PrintsRedacted {
  // A function, since inspectors list the values of all fields, private ones too; and under a symbol,
  // since a private field cannot be read through a Proxy (Vue, MobX).
  private readonly [READ_HREF]: () => string;
  private readonly [TEMPLATE]: { toString(): string };
  /** When the token in it dies, where the generator said so. */
  declare readonly expiresAt?: Date;

  /** @internal Use `renderModuleUrl` or `ModuleUrl#render`. */
  constructor(href: string, template: { toString(): string }, expiresAt?: Date) {
    super();
    this[READ_HREF] = () => href;
    this[TEMPLATE] = template;
    if (expiresAt) this.expiresAt = expiresAt;
  }

  /** The real URL: open it, and never log it. */
  get href(): string {
    return this[READ_HREF]();
  }

  /** The template, without the token. */
  override toString(): string {
    return this[TEMPLATE].toString();
  }
}

// `util.inspect` with `getters` and without `customInspect` reads the getters of a prototype, unless it
// takes the class for a built-in one. By the name alone: classes that Babel has compiled for React
// Native construct what the prototype's `constructor` says.
Object.defineProperty(RenderedModuleUrl, 'name', { value: 'Object' });

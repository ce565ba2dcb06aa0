/** What shows itself without secrets, however it is turned into text. */
export abstract class Shown {
  abstract toString(): string;

  /** As {@link toString}. */
  toJSON(): string {
    return this.toString();
  }

  /** As {@link toString}; what Node's `util.inspect` and `console.log` show. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}

/**
 * The URL to open. It holds a live token, so only {@link href} gives it; as a string, in JSON and
 * under inspection it shows the template instead.
 */
export class RenderedModuleUrl extends Shown {
  readonly #href: string;
  readonly #template: { toString(): string };
  /** When the token in it dies, where the generator said so. */
  declare readonly expiresAt?: Date;

  /** @internal Use `renderModuleUrl` or `ModuleUrl#render`. */
  constructor(href: string, template: { toString(): string }, expiresAt?: Date) {
    super();
    this.#href = href;
    this.#template = template;
    if (expiresAt) this.expiresAt = expiresAt;
  }

  /** The real URL: open it, and never log it. */
  get href(): string {
    return this.#href;
  }

  /** The template, without the token. */
  override toString(): string {
    return this.#template.toString();
  }
}

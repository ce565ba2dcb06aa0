/** What shows itself without secrets, however it is turned into text. */
export abstract class PrintsRedacted {
  /** The text without secrets. */
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

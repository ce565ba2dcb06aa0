/** What a foreign object gives when it is asked, or `undefined` where asking throws. */
export function attempt<Result>(ask: () => Result): Result | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

/** A field of whatever it is, inherited ones and getters included; `undefined` where reading throws. */
export function fieldOf(value: unknown, name: string): unknown {
  return attempt(() => Object(value ?? {})[name]);
}

/** A value as text; empty where there is none, or none can be made of it. */
export function textOf(value: unknown): string {
  return attempt(() => String(value ?? '')) ?? '';
}

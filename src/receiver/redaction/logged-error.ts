import { attempt, fieldOf, textOf } from '../foreign-values.ts';

/** What is logged of an error. */
export interface LoggedError {
  /** Name of its class. */
  readonly type: string;
  /** Message without the token. */
  readonly message: string;
  /** Stack without the token, and behind it those of its causes, at most seven. */
  readonly stack: string;
  /** Its code, where it has one. */
  readonly code?: string | number;
  readonly [field: string]: unknown;
}

const MAX_STACKS = 8;

/**
 * Tells what was thrown, which may be anything. Never throws.
 *
 * @param error - what was thrown
 * @param mask - masks the token in a text
 */
export function loggedError(error: unknown, mask: (text: string) => string): LoggedError {
  const code = codeOf(error);
  return {
    type: mask(textOf(fieldOf(error, 'name') ?? typeof error)),
    message: mask(messageOf(error)),
    stack: mask(stacksOf(error)),
    ...(code === undefined ? {} : { code: typeof code === 'string' ? mask(code) : code }),
  };
}

/** Somebody may have thrown a text. */
function messageOf(error: unknown): string {
  return textOf(Object(error) === error ? fieldOf(error, 'message') : error);
}

function codeOf(error: unknown): string | number | undefined {
  const code = fieldOf(error, 'code');
  return typeof code === 'string' || typeof code === 'number' ? code : undefined;
}

function stacksOf(error: unknown): string {
  // What is added while it is walked is walked too, and nothing twice: a cause may lead back.
  const chain = new Set([error]);
  for (const one of chain) {
    if (chain.size >= MAX_STACKS) break;
    for (const cause of causesOf(one)) chain.add(cause);
  }
  const causes = [...chain].slice(1, MAX_STACKS).map(described);
  const told = causes.filter((cause) => cause !== '');
  if (told.length === 0) return textOf(fieldOf(error, 'stack'));
  return [described(error), ...told].join('\ncaused by: ');
}

/** The stack or, of what has none, its name, code and message: of our own causes, the code. */
function described(error: unknown): string {
  const stack = textOf(fieldOf(error, 'stack'));
  const facts = [textOf(fieldOf(error, 'name')), textOf(codeOf(error)), messageOf(error)];
  return stack || facts.filter((fact) => fact !== '').join(': ');
}

/** Its cause and, of an `AggregateError`, its errors: Node has one for a host with two addresses. */
function causesOf(error: unknown): readonly unknown[] {
  const errors = fieldOf(error, 'errors');
  const listed = attempt(() => (Array.isArray(errors) ? errors.slice(0, MAX_STACKS) : [])) ?? [];
  return [fieldOf(error, 'cause'), ...listed].filter((one) => one !== undefined && one !== null);
}

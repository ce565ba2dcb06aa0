/** The status that an error asks for, or 500. */
export function statusOf(error: unknown): number {
  const { statusCode, status } = Object(error ?? {}) as { statusCode?: unknown; status?: unknown };
  const code = Number(statusCode ?? status);
  return Number.isInteger(code) && code >= 400 && code <= 599 ? code : 500;
}

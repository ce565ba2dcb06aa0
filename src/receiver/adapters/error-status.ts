import { attempt, fieldOf } from '../foreign-values.ts';

/** The status that an error asks for, or 500, whatever was thrown. */
export function statusOf(error: unknown): number {
  const asked = fieldOf(error, 'statusCode') ?? fieldOf(error, 'status');
  const code = attempt(() => Number(asked)) ?? Number.NaN;
  return Number.isInteger(code) && code >= 400 && code <= 599 ? code : 500;
}

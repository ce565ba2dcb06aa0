/** Why a control call did not work, for a person. */
export class ControlError extends Error {}

/**
 * Calls the control API of the sandbox that these pages came from.
 *
 * @throws ControlError with the sandbox's own sentence
 */
export async function control<Answer = undefined>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
): Promise<Answer> {
  const answer = await fetch(`/__sandbox${path}`, {
    method,
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const json = answer.status === 204 ? undefined : await answer.json();
  if (!answer.ok) throw new ControlError(json?.error ?? String(answer.status));
  return json as Answer;
}

/** A WebDriver session (W3C WebDriver, classic), as much of it as the tests need. */
export interface Session {
  /** Sends one command; commands of a session go one after another. */
  send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
  /** Runs commands with one window, and one frame in it, in front, without others in between. */
  within<Value>(
    window: string,
    frames: readonly string[],
    run: (send: Session['send']) => Promise<Value>,
  ): Promise<Value>;
  end(): Promise<void>;
}

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/**
 * Starts a session.
 *
 * @param driver - where the driver listens, for example `http://127.0.0.1:4444`
 * @see https://www.w3.org/TR/webdriver2/
 */
export async function startSession(driver: string, capabilities: object): Promise<Session> {
  const answer = (await command(driver, 'POST', '/session', {
    capabilities: { alwaysMatch: capabilities },
  })) as { sessionId: string };
  const base = `${driver}/session/${answer.sessionId}`;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <Value>(run: () => Promise<Value>): Promise<Value> => {
    const turn = last.then(run, run);
    last = turn.catch(() => {});
    return turn;
  };
  const send: Session['send'] = (method, path, body) => command(base, method, path, body);
  return {
    send: (method, path, body) => inTurn(() => send(method, path, body)),
    within: (window, frames, run) =>
      inTurn(async () => {
        await send('POST', '/window', { handle: window });
        await send('POST', '/frame', { id: null });
        for (const frame of frames) {
          await send('POST', '/frame', { id: { [ELEMENT]: await elementBy(send, frame) } });
        }
        return run(send);
      }),
    end: () => inTurn(async () => void (await send('DELETE', ''))),
  };
}

/** The reference of the first element that matches. */
export async function elementBy(send: Session['send'], selector: string): Promise<string> {
  const element = await send('POST', '/element', { using: 'css selector', value: selector });
  return (element as Record<string, string>)[ELEMENT] as string;
}

async function command(
  base: string,
  method: string,
  path: string,
  body?: object,
): Promise<unknown> {
  // A driver that hangs would otherwise do so for the five minutes that `fetch` waits.
  const isSession = path === '/session' || method === 'DELETE';
  const response = await fetch(base + path, {
    method,
    signal: AbortSignal.timeout(isSession ? 30_000 : 130_000),
    ...(method === 'POST' && {
      body: JSON.stringify(body ?? {}),
      headers: { 'content-type': 'application/json' },
    }),
  });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw Object.assign(new Error(`${method} ${path}: ${error}: ${message}`), { code: error });
}

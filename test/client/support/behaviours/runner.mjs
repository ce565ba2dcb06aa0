// Plain JavaScript without imports: it runs as it is on every runtime, browsers included.

const TOKEN = 'QXZJKVWQJXKZVQWKXJZVKQZX';
const BEARER = 'ZVXQKJWVXZQJWKQXVJZKWQVJXZKQWXJV';

/**
 * Lets the client meet every row, and tells how each call ended.
 *
 * @param createShortTokenClient - of the package
 * @param rows - the table
 * @param server - `{ origin, places }`
 * @param runId - tells this runtime's runs from others
 * @param lanes - calls at the same time
 */
export async function runBehaviours(createShortTokenClient, rows, server, runId, lanes) {
  const observed = [];
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < rows.length; at = next++) observed[at] = await meet(at);
  };

  async function meet(at) {
    const { name, operation, place, kept, expired, options } = rows[at];
    const events = [];
    const client = createShortTokenClient({
      baseUrl: `${place ? server.places[place] : server.origin}/run/${at}/${runId}`,
      bearer: BEARER,
      onEvent: (event) => events.push(event),
      ...options,
    });
    const token = expired ? `${TOKEN}EXPIRED` : TOKEN;
    if (kept) await (operation === 'resolve' ? client.generate() : client.resolve('warm-up'));
    events.length = 0;
    let end;
    let error;
    try {
      const value = await (operation === 'resolve' ? client.resolve(token) : client.generate());
      end = operation === 'resolve' && !value.ok ? 'refused' : 'ok';
      // The identity may not show its bearer either.
      error = operation === 'resolve' ? { ...value } : undefined;
    } catch (thrown) {
      error = thrown;
      end = thrown?.name === 'ShortTokenError' ? thrown.code : `raw ${thrown}`;
    }
    const seen = await whatArrived(`${server.origin}/seen/${at}/${runId}`);
    const shown = [error?.message, error?.stack, JSON.stringify(error), JSON.stringify(events)];
    return {
      name,
      end,
      attempts: events.at(-1)?.attempts ?? null,
      cause: error?.cause?.code ?? null,
      ...seen,
      leaks: leaksIn(shown.join('\n')),
    };
  }

  await Promise.all(Array.from({ length: lanes }, lane));
  return observed;
}

/** Asked again where the server closes the connection that this question takes. */
async function whatArrived(url, tries = 5) {
  try {
    return await (await fetch(url)).json();
  } catch (error) {
    if (tries === 0) throw error;
    return whatArrived(url, tries - 1);
  }
}

/** The pieces of both secrets, five characters long, that a text contains. */
function leaksIn(text) {
  const lower = text.toLowerCase();
  return [TOKEN, BEARER]
    .flatMap((secret) =>
      Array.from({ length: secret.length - 4 }, (_, at) => secret.slice(at, at + 5)),
    )
    .filter((piece) => lower.includes(piece.toLowerCase()));
}

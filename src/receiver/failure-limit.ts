/** Counts refused tokens per client, so that junk does not spend the rate limit of an organization. */
export interface FailureLimit {
  /** Whole seconds that this client has to wait; 0 while it may try. */
  readonly waitSeconds: (client: string | undefined) => number;
  readonly countFailure: (client: string | undefined) => void;
}

interface Failures {
  count: number;
  readonly endsAt: number;
}

const WINDOW_MS = 60_000;
const MAX_CLIENTS = 10_000;

/**
 * Makes a limit; clients are forgotten a minute after their first failure.
 *
 * @param perMinute - failures that a client has free, at least 1; `Infinity` for no limit
 */
export function failureLimit(perMinute: number): FailureLimit {
  const clients = new Map<string | undefined, Failures>();

  function current(client: string | undefined): Failures | undefined {
    const failures = clients.get(client);
    if (failures === undefined || Date.now() < failures.endsAt) return failures;
    clients.delete(client);
    return undefined;
  }

  return {
    waitSeconds(client) {
      const failures = current(client);
      if (failures === undefined || failures.count < perMinute) return 0;
      return Math.max(1, Math.ceil((failures.endsAt - Date.now()) / 1000));
    },
    countFailure(client) {
      if (client === undefined) return;
      const failures = current(client);
      if (failures !== undefined) {
        failures.count += 1;
        return;
      }
      const [oldest] = clients.keys();
      if (clients.size >= MAX_CLIENTS) clients.delete(oldest);
      clients.set(client, { count: 1, endsAt: Date.now() + WINDOW_MS });
    },
  };
}

const OWN_NETWORK =
  /^(?:127\.|10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|::1$|f[cd]|fe[89ab])/i;

/**
 * Who shares a limit: an address, or the /64 network that a home or a company has in IPv6. Nobody,
 * where the address is that of a proxy in front of the service: all users would share its limit.
 *
 * @param forwarded - whether the request says that a proxy passed it on
 */
export function limitedClient(address: string | undefined, forwarded: boolean): string | undefined {
  const plain = address?.replace(/^::ffff:(?=\d+\.)/i, '');
  if (!plain || (forwarded && OWN_NETWORK.test(plain))) return undefined;
  return plain.includes(':') ? networkOf(plain) : plain;
}

/** The first four groups of an address of IPv6, the zeros that `::` stands for included. */
function networkOf(address: string): string {
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':'));
  const zeros = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  return [...head, ...zeros, ...tail].slice(0, 4).join(':');
}

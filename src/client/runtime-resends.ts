/** A request body that is sent once, and tells whether it may have been. */
export interface RequestBody {
  /** What goes into the `RequestInit`. */
  readonly init: object;
  /** Bytes of it. */
  readonly byteLength: number;
  /** Whether it may have been sent: Node and Bun ask for it once the connection is there. */
  readonly isSent: () => boolean;
  /** Makes sure that it is not sent any more. */
  readonly withhold: () => void;
}

// Taken when the module loads: a `fetch` that somebody puts in its place later, a mock above all,
// is given a string to look at.
const nativeFetch = globalThis.fetch;

// Made on first use: not every runtime has it.
let encoder: TextEncoder | undefined;

/**
 * Makes a body out of a stream that can be read once, where the runtime takes one: so Node (after a
 * 421) and Deno (after a kept connection broke) cannot send the request again by themselves, and it
 * can be told whether anything was sent at all.
 *
 * @returns `undefined` where the body has to be a string: with a `fetch` of the caller's own, and in
 * browsers (over HTTP/1.1), Workers and React Native
 * @see https://fetch.spec.whatwg.org/#http-network-or-cache-fetch about a body whose source is null
 */
export function createRequestBody(text: string): RequestBody | undefined {
  if (!takesStreams()) return undefined;
  encoder ??= new TextEncoder();
  const bytes = encoder.encode(text);
  const { byteLength } = bytes;
  // Deno takes the body out of the stream at once.
  let sent = 'Deno' in globalThis;
  let withheld = false;
  const body = new ReadableStream(
    {
      // Any other stream Node takes the body out of at once, too.
      type: 'bytes',
      pull(controller) {
        if (withheld) return controller.error(new TypeError('withheld'));
        sent = true;
        controller.enqueue(bytes);
        controller.close();
      },
    },
    // By default a stream is pulled before anybody reads it.
    { highWaterMark: 0 },
  );
  return {
    init: { body, duplex: 'half' },
    byteLength,
    isSent: () => sent,
    withhold: () => {
      withheld = true;
    },
  };
}

/**
 * Whether the runtime sends a request again by itself without saying so. Browsers do, a POST
 * included, when a kept connection breaks before the answer, or after a 408 or 421; nothing can keep
 * them from it, and no API tells. Behind a service worker it is the worker that answers.
 */
export function resendsByItself(): boolean {
  const { navigator } = globalThis;
  // Every browser calls itself Gecko, for the sake of old pages; React Native does not.
  if (navigator?.product !== 'Gecko' || isServerRuntime()) return false;
  return !navigator.serviceWorker?.controller;
}

/** Whether it is Node, Bun or Deno, or a Worker that takes after Node. */
export function isServerRuntime(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  return 'Deno' in globalThis || process?.versions?.node !== undefined;
}

/** Node, Bun and Deno, unless a test has put a document and a `fetch` of its own into them. */
function takesStreams(): boolean {
  return (
    globalThis.fetch === nativeFetch &&
    isServerRuntime() &&
    !('document' in globalThis) &&
    !('WebSocketPair' in globalThis)
  );
}

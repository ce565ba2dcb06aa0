import { isStoreUnavailableError, StoreUnavailableError } from './store-unavailable-error.ts';

// What servers say by the first word of an error, as Redis and as GLIDE spell it.
const OUT_OF_MEMORY = /\bOOM\b|OutOfMemory/;
const NO_SCRIPT = /NOSCRIPT|NoScript/;
const NOT_A_MASTER = /\bREADONLY\b|ReadOnly|\bMASTERDOWN\b|MasterDown|WAIT cannot be used with/;
const TOO_FEW_REPLICAS = /\bNOREPLICAS\b|NoReplicas|NotEnoughReplicas/;

/** Whether a server does not know a script by its digest. */
export function isNoScript(error: unknown): boolean {
  return NO_SCRIPT.test(messageOf(error));
}

/** Clients quote the command and its arguments in their errors, so nothing of them goes on. */
export function cleanedRedisError(error: unknown): StoreUnavailableError {
  if (isStoreUnavailableError(error)) return error;
  const message = messageOf(error);
  if (OUT_OF_MEMORY.test(message)) {
    return new StoreUnavailableError('store_full', 'The server is at its maxmemory.', error);
  }
  return new StoreUnavailableError('store_unavailable', reason(message), error);
}

/** A reply that no script gives. */
export function unexpectedReply(): StoreUnavailableError {
  return new StoreUnavailableError(
    'store_unavailable',
    'The store gave a reply of an unexpected kind; look at the binding of the client.',
  );
}

function reason(message: string): string {
  if (NOT_A_MASTER.test(message)) {
    return 'The client is connected to a replica; it has to talk to the master.';
  }
  if (TOO_FEW_REPLICAS.test(message)) {
    return 'The master has fewer replicas than its min-replicas-to-write asks for.';
  }
  return 'The store did not answer.';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

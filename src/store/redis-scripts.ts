import { hash } from 'node:crypto';

/** A script and the name under which a server that has seen it once runs it. */
export interface RedisScript {
  readonly source: string;
  readonly sha: string;
}

/**
 * KEYS[1] entry, ARGV[1] envelope, ARGV[2] lifetime in ms. Answers 1 (created) or 0 (exists).
 * An entry is a hash: `e` envelope, `b` redeemer, `r` refused claims.
 */
export const CREATE = script(`
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], 'e', ARGV[1])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return 1`);

/**
 * Removes a field that no entry has. A replica refuses it (READONLY), so that what it does not know
 * yet is never taken for absent; so does a master without the replicas that it has to have
 * (NOREPLICAS). It works at `maxmemory`, where a script whose first write may grow memory is
 * refused: a full server stops issuing, not resolving. It replicates nothing.
 */
const ASK_MASTER = `redis.call('HDEL', KEYS[1], '-')`;

/** KEYS[1] entry. Answers {envelope, redeemer}, both false (null) where there are none. */
export const READ = script(`
${ASK_MASTER}
return redis.call('HMGET', KEYS[1], 'e', 'b')`);

/**
 * KEYS[1] entry, ARGV[1] redeemer. Answers 0 (absent), {1, envelope} (first), {2, envelope} (again)
 * or {3, refused claims} (taken).
 */
export const CLAIM = script(`
${ASK_MASTER}
local entry = redis.call('HMGET', KEYS[1], 'e', 'b')
if not entry[1] then return 0 end
if not entry[2] then
  redis.call('HSET', KEYS[1], 'b', ARGV[1])
  return {1, entry[1]}
end
if entry[2] == ARGV[1] then return {2, entry[1]} end
return {3, redis.call('HINCRBY', KEYS[1], 'r', 1)}`);

function script(source: string): RedisScript {
  return { source, sha: hash('sha1', source, 'hex') };
}

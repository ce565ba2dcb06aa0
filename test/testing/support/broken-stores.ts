import type { ShortTokenStore, StoredEntry } from '../../../src/store/types.ts';
import type { StoreRequest } from '../../../src/testing/store-contract/types.ts';
import { createPlainStore, type Entry, type PlainStore, type World } from './plain-store.ts';

/** What goes wrong, the promise that finds it, and the store. */
export type BrokenStore = readonly [
  fault: string,
  promise: string,
  breakIt: (plain: PlainStore, world: World, request: StoreRequest) => Partial<ShortTokenStore>,
];

const later = (ms = 0) => new Promise<void>((done) => setTimeout(done, ms));
const LONG_AGO = { ttlMs: 1 };

/** Ids that pass through `change` on their way to the store. */
const withIds =
  (change: (id: string) => string) =>
  (plain: PlainStore): Partial<ShortTokenStore> => ({
    create: (id, envelope, options) => plain.create(change(id), envelope, options),
    read: (id) => plain.read(change(id)),
    claim: (id, by) => plain.claim(change(id), by),
    revoke: (id) => plain.revoke(change(id)),
  });

const withEnvelopes =
  (change: (envelope: string) => string) =>
  (plain: PlainStore): Partial<ShortTokenStore> => ({
    create: (id, envelope, options) => plain.create(id, change(envelope), options),
  });

const withRedeemers =
  (change: (by: string) => string) =>
  (plain: PlainStore): Partial<ShortTokenStore> => ({
    claim: (id, by) => plain.claim(id, change(by)),
  });

/** Does something to the entry after a claim that came to `state`. */
const afterClaim =
  (state: string, then: (entry: Entry, plain: PlainStore, world: World, id: string) => void) =>
  (plain: PlainStore, world: World): Partial<ShortTokenStore> => ({
    async claim(id, by) {
      const outcome = await plain.claim(id, by);
      const entry = plain.live(id);
      if (entry && outcome.state === state) then(entry, plain, world, id);
      return outcome;
    },
  });

const withLives =
  (change: (ttlMs: number) => number) =>
  (plain: PlainStore): Partial<ShortTokenStore> => ({
    async create(id, envelope, options) {
      const outcome = await plain.create(id, envelope, options);
      const entry = plain.entries.get(id);
      if (outcome === 'created' && entry) entry.end += change(options.ttlMs) - options.ttlMs;
      return outcome;
    },
  });

/** Forgets the least recently used beyond a number. */
const lru =
  (most: number) =>
  (plain: PlainStore): Partial<ShortTokenStore> => ({
    async create(id, envelope, options) {
      const outcome = await plain.create(id, envelope, options);
      const [oldest] = plain.entries.keys();
      if (plain.entries.size > most && oldest !== undefined) plain.entries.delete(oldest);
      return outcome;
    },
  });

const FIRST_ENVELOPE = 'says exists and leaves the first envelope';
const OWN_TIME = 'is live just before its time and absent at it';
const NO_LONGER = 'does not live longer for being read, claimed, claimed again or created again';
const WHOLE_TIME = 'lives its whole time for its redeemer, however often claimed';
const BAD_LIFETIME = 'refuses a lifetime that is not whole milliseconds from 1, and keeps nothing';
const CUT_OFF = 'rejects every call without a connection, never says absent, and names no argument';
const EXTENDED_MS = 60_000;
const SHORTENED_MS = 500;

export const BROKEN_STORES: readonly BrokenStore[] = [
  // create and read
  [
    'overwrites a live entry',
    FIRST_ENVELOPE,
    (plain) => ({
      create(id, envelope, options) {
        plain.entries.delete(id);
        return plain.create(id, envelope, options);
      },
    }),
  ],
  [
    'says exists and overwrites',
    FIRST_ENVELOPE,
    (plain) => ({
      async create(id, envelope, options) {
        const outcome = await plain.create(id, envelope, options);
        const entry = plain.live(id);
        if (entry) entry.envelope = envelope;
        return outcome;
      },
    }),
  ],
  [
    'says true for created',
    FIRST_ENVELOPE,
    (plain) => ({
      create: async (...call) => ((await plain.create(...call)) === 'created') as never,
    }),
  ],
  [
    'says created for what exists',
    FIRST_ENVELOPE,
    (plain) => ({
      create: async (...call) => (await plain.create(...call)) && 'created',
    }),
  ],
  [
    'opens a claim when the id is created again',
    'says exists of a claimed entry and leaves the claim',
    (plain) => ({
      async create(id, envelope, options) {
        const entry = plain.live(id);
        if (entry) delete entry.by;
        return plain.create(id, envelope, options);
      },
    }),
  ],
  [
    'looks, waits and then creates',
    'lets one of 64 concurrent creates win, and keeps its envelope',
    (plain) => ({
      async create(id, envelope, options) {
        if (plain.live(id)) return 'exists';
        await later();
        plain.entries.delete(id);
        return plain.create(id, envelope, options);
      },
    }),
  ],
  [
    'keeps the last of concurrent envelopes',
    'lets one of 64 concurrent creates win, and keeps its envelope',
    (plain) => ({
      async create(id, envelope, options) {
        const outcome = await plain.create(id, envelope, options);
        const entry = plain.live(id);
        if (entry && envelope.startsWith('envelope ')) entry.envelope = envelope;
        return outcome;
      },
    }),
  ],
  [
    'cuts envelopes at 255 characters',
    'gives back an envelope of 390 characters as it was',
    withEnvelopes((text) => text.slice(0, 255)),
  ],
  [
    'cuts envelopes at 1,024 characters',
    'gives back an envelope of 1,400 characters as it was',
    withEnvelopes((text) => text.slice(0, 1_024)),
  ],
  [
    'cuts envelopes at 32,767 characters',
    'gives back an envelope of 33,000 characters as it was',
    withEnvelopes((text) => text.slice(0, 32_767)),
  ],
  [
    'keeps envelopes in lower case',
    'gives back an envelope of 390 characters as it was',
    withEnvelopes((text) => text.toLowerCase()),
  ],
  [
    'keeps envelopes in another base64',
    'gives back an envelope of 390 characters as it was',
    withEnvelopes((text) => text.replaceAll('-', '+').replaceAll('_', '/')),
  ],
  [
    'ignores the case of ids',
    'keeps ids apart that differ in case',
    withIds((id) => id.toLowerCase()),
  ],
  [
    'cuts ids at 42 characters',
    'keeps ids apart that differ in their last character',
    withIds((id) => id.slice(0, 42)),
  ],
  [
    'drops the first character of long ids',
    'keeps ids apart that differ in their first character',
    withIds((id) => id.slice(id.length > 40 ? 1 : 0)),
  ],
  [
    'takes hyphens for underscores',
    'keeps ids apart that hold a hyphen for an underscore',
    withIds((id) => id.replaceAll('-', '_')),
  ],
  [
    'reads ids as numbers where it can',
    'keeps ids apart that are digits only',
    withIds((id) => String(/^\d{20,}$/.test(id) ? Number(id) + 1e30 : id)),
  ],
  [
    'revokes ids that begin alike',
    'keeps ids apart that differ in their last character',
    (plain) => ({
      async revoke(id) {
        for (const other of plain.entries.keys()) {
          if (other !== id && other.startsWith(id.slice(0, 40)) && id.length > 40)
            plain.entries.delete(other);
        }
        return plain.revoke(id);
      },
    }),
  ],
  [
    'says undefined for what is not there',
    'says null of an id that is not there',
    (plain) => ({
      read: async (id) => (await plain.read(id)) ?? (undefined as never),
    }),
  ],
  [
    'is consumed by a read',
    'is not consumed by 100 reads',
    (plain) => ({
      async read(id) {
        const entry = await plain.read(id);
        plain.entries.delete(id);
        return entry;
      },
    }),
  ],
  [
    'is consumed by fifty reads',
    'is not consumed by 100 reads',
    (plain) => {
      let reads = 0;
      return {
        async read(id) {
          reads += 1;
          if (reads === 50) plain.entries.delete(id);
          return plain.read(id);
        },
      };
    },
  ],
  [
    'is claimed by a read',
    'is not consumed by 100 reads',
    (plain) => ({
      async read(id) {
        const entry = await plain.read(id);
        await plain.claim(id, 'reader');
        return entry;
      },
    }),
  ],
  [
    'never shows a claim',
    'shows of an entry whether it is claimed',
    (plain) => ({
      async read(id) {
        const entry = await plain.read(id);
        return entry && { ...entry, claimed: false };
      },
    }),
  ],
  [
    'shows a claim only after a replay',
    'shows of an entry whether it is claimed',
    (plain) => ({
      async read(id) {
        const entry = await plain.read(id);
        return entry && { ...entry, claimed: (plain.live(id)?.replays ?? 0) > 0 };
      },
    }),
  ],
  [
    'reads no claimed entry',
    'shows of an entry whether it is claimed',
    (plain) => ({
      async read(id) {
        const entry = await plain.read(id);
        return entry?.claimed ? null : entry;
      },
    }),
  ],
  [
    'reads the bare envelope',
    'shows of an entry whether it is claimed',
    (plain) => ({
      read: async (id) => ((await plain.read(id))?.envelope ?? null) as unknown as StoredEntry,
    }),
  ],
  [
    'ignores its namespace',
    'keeps namespaces apart, whatever characters are in them',
    (_plain, world, request) => createPlainStore(world, { ...request, namespace: 'one for all' }),
  ],
  [
    'puts a colon between namespace and id',
    'keeps namespaces apart, whatever characters are in them',
    (_plain, world, { namespace }) =>
      withIds((id) => `${namespace}:${id}`)(createPlainStore(world, { namespace: 'one for all' })),
  ],
  [
    'ignores the case of namespaces and what is not a letter',
    'keeps namespaces apart, whatever characters are in them',
    (_plain, world, { namespace }) =>
      createPlainStore(world, { namespace: namespace.replace(/[^a-z0-9-]/g, '') }),
  ],
  [
    'keeps what it read',
    'shows a second instance a create, a claim and a revoke at once',
    (plain) => {
      const seen = new Map<string, StoredEntry>();
      return {
        async read(id) {
          const entry = seen.get(id) ?? (await plain.read(id));
          if (entry) seen.set(id, entry);
          return entry;
        },
      };
    },
  ],
  [
    'creates in its own process',
    'shows a second instance a create, a claim and a revoke at once',
    (_plain, world, request) =>
      createPlainStore(Object.assign(Object.create(world), { table: () => new Map() }), request),
  ],

  // expiry
  ['never expires', OWN_TIME, withLives((ms) => ms + EXTENDED_MS)],
  ['expires a millisecond late', OWN_TIME, withLives((ms) => ms + 1)],
  ['expires two milliseconds early', OWN_TIME, withLives((ms) => ms - 2)],
  ['lives in whole seconds', OWN_TIME, withLives((ms) => Math.ceil(ms / 1_000) * 1_000)],
  [
    'lives in whole seconds, rounded down',
    OWN_TIME,
    withLives((ms) => Math.floor(ms / 1_000) * 1_000),
  ],
  [
    'lets an expired entry be claimed',
    OWN_TIME,
    (plain, world) => ({
      claim(id, by) {
        const entry = plain.entries.get(id);
        if (entry) entry.end = Math.max(entry.end, world.now + 1);
        return plain.claim(id, by);
      },
    }),
  ],
  [
    'revokes expired entries',
    OWN_TIME,
    (plain) => ({ revoke: async (id) => plain.entries.delete(id) }),
  ],
  [
    'answers its redeemer for ever',
    'is absent at its time for its redeemer too',
    (plain) => ({
      async claim(id, by) {
        const entry = plain.entries.get(id);
        return entry?.by === by
          ? { state: 'again', envelope: entry.envelope }
          : plain.claim(id, by);
      },
    }),
  ],
  [
    'says taken of a claimed entry for ever',
    'is absent at its time for its redeemer too',
    (plain) => ({
      async claim(id, by) {
        const entry = plain.entries.get(id);
        if (entry?.by !== undefined && entry.by !== by) return { state: 'taken', replays: 1 };
        return plain.claim(id, by);
      },
    }),
  ],
  [
    'lives longer for a read',
    NO_LONGER,
    (plain, world) => ({
      async read(id) {
        const entry = plain.live(id);
        if (entry) entry.end = Math.max(entry.end, world.now + EXTENDED_MS);
        return plain.read(id);
      },
    }),
  ],
  [
    'lives longer for a claim',
    NO_LONGER,
    afterClaim('first', (entry, _plain, world) => {
      entry.end = world.now + EXTENDED_MS;
    }),
  ],
  [
    'lives longer for a repeated claim',
    NO_LONGER,
    afterClaim('again', (entry, _plain, world) => {
      entry.end = world.now + EXTENDED_MS;
    }),
  ],
  [
    'lives longer for a refused claim',
    NO_LONGER,
    afterClaim('taken', (entry, _plain, world) => {
      entry.end = world.now + EXTENDED_MS;
    }),
  ],
  [
    'lives longer for a second create',
    NO_LONGER,
    (plain, world) => ({
      async create(id, envelope, options) {
        const entry = plain.live(id);
        if (entry) entry.end = world.now + EXTENDED_MS;
        return plain.create(id, envelope, options);
      },
    }),
  ],
  [
    'lives half a second after a claim',
    WHOLE_TIME,
    afterClaim('first', (entry, _plain, world) => {
      entry.end = world.now + SHORTENED_MS;
    }),
  ],
  [
    'lives half a second after a repeated claim',
    WHOLE_TIME,
    afterClaim('again', (entry, _plain, world) => {
      entry.end = world.now + SHORTENED_MS;
    }),
  ],
  [
    'lives half a second after a refused claim',
    WHOLE_TIME,
    afterClaim('taken', (entry, _plain, world) => {
      entry.end = world.now + SHORTENED_MS;
    }),
  ],
  [
    'gives every entry the first life',
    'gives each entry its own time, a shorter one after a longer one too',
    (plain) => {
      let first: number | undefined;
      return {
        create(id, envelope, { ttlMs }) {
          first ??= ttlMs;
          return plain.create(id, envelope, { ttlMs: first });
        },
      };
    },
  ],
  [
    'lets entries die in the order of their births',
    'gives each entry its own time, a shorter one after a longer one too',
    (plain) => {
      let last = 0;
      return {
        async create(id, envelope, options) {
          const outcome = await plain.create(id, envelope, options);
          const entry = plain.live(id);
          if (entry && outcome === 'created') {
            last = Math.max(last, entry.end);
            entry.end = last;
          }
          return outcome;
        },
      };
    },
  ],
  [
    'keeps the claim of an expired entry',
    'starts afresh with an id that has expired',
    (plain) => ({
      async create(id, envelope, options) {
        const { by } = plain.entries.get(id) ?? {};
        const outcome = await plain.create(id, envelope, options);
        const entry = plain.live(id);
        if (entry && by !== undefined) entry.by = by;
        return outcome;
      },
    }),
  ],
  [
    'keeps the count of an expired entry',
    'starts afresh with an id that has expired',
    (plain) => ({
      async create(id, envelope, options) {
        const { replays = 0 } = plain.entries.get(id) ?? {};
        const outcome = await plain.create(id, envelope, options);
        const entry = plain.live(id);
        if (entry) entry.replays = replays;
        return outcome;
      },
    }),
  ],
  [
    'takes a millisecond for no limit',
    'lets an entry of one millisecond go',
    withLives((ms) => (ms === 1 ? EXTENDED_MS : ms)),
  ],
  [
    'takes a lifetime of zero',
    BAD_LIFETIME,
    (plain) => ({
      create: (id, envelope, { ttlMs }) =>
        plain.create(id, envelope, ttlMs === 0 ? LONG_AGO : { ttlMs }),
    }),
  ],
  [
    'takes a lifetime that is not a number',
    BAD_LIFETIME,
    (plain) => ({
      create: (id, envelope, { ttlMs }) =>
        plain.create(id, envelope, { ttlMs: Number.isNaN(ttlMs) ? 5 : ttlMs }),
    }),
  ],
  [
    'takes text for a lifetime',
    BAD_LIFETIME,
    (plain) => ({
      create: (id, envelope, { ttlMs }) =>
        plain.create(id, envelope, { ttlMs: typeof ttlMs === 'string' ? Number(ttlMs) : ttlMs }),
    }),
  ],
  [
    'takes an endless lifetime',
    BAD_LIFETIME,
    (plain) => ({
      create: (id, envelope, { ttlMs }) =>
        plain.create(id, envelope, { ttlMs: Math.min(ttlMs, 1e9) }),
    }),
  ],
  [
    'keeps what it refuses',
    BAD_LIFETIME,
    (plain, world) => ({
      create(id, envelope, options) {
        plain.entries.set(id, { envelope, end: world.now + 5, replays: 0 });
        return plain.create(id, envelope, { ttlMs: -Math.abs(options.ttlMs) });
      },
    }),
  ],
  [
    'refuses a lifetime with another error',
    BAD_LIFETIME,
    (plain) => ({
      create: (...call) => plain.create(...call).catch(() => Promise.reject(new Error('no'))),
    }),
  ],
  [
    'ends lives beyond 2³¹ ms at once',
    'takes a lifetime beyond 2³¹ ms without a warning, and does not end it early',
    withLives((ms) => (ms > 2 ** 31 ? 1 : ms)),
  ],
  [
    'lets a timer overflow, of which Node warns',
    'takes a lifetime beyond 2³¹ ms without a warning, and does not end it early',
    (plain) => ({
      create(id, envelope, options) {
        // Node prints warnings that are errors, and a newcomer would wonder about this one.
        const warning = { name: 'TimeoutOverflowWarning', message: 'does not fit' };
        if (options.ttlMs >= 2 ** 31) process.emit('warning', warning);
        return plain.create(id, envelope, options);
      },
    }),
  ],
  [
    'ends every life within a day',
    'takes a lifetime beyond 2³¹ ms without a warning, and does not end it early',
    withLives((ms) => Math.min(ms, 86_400_000)),
  ],
  [
    'trusts a clock that is set back',
    'does not bring an expired entry back when the clock steps back',
    (plain, world) => {
      const ends = new Map<string, number>();
      return {
        create(id, envelope, { ttlMs }) {
          ends.set(id, world.wall + ttlMs);
          return plain.create(id, envelope, { ttlMs: ttlMs + EXTENDED_MS });
        },
        read: async (id) => (world.wall < (ends.get(id) ?? 0) ? plain.read(id) : null),
      };
    },
  ],
  [
    'lives longer when the clock is set back',
    'does not let an entry live longer when the clock steps back',
    (plain, world) => {
      const ends = new Map<string, number>();
      return {
        create(id, envelope, { ttlMs }) {
          ends.set(id, world.wall + ttlMs);
          return plain.create(id, envelope, { ttlMs: 10 * EXTENDED_MS });
        },
        async read(id) {
          if (world.wall < (ends.get(id) ?? 0)) return plain.read(id);
          plain.entries.delete(id);
          return null;
        },
      };
    },
  ],

  // claim and revoke
  [
    'says taken of what is not there',
    'says absent of an id that is not there',
    (plain) => ({
      async claim(id, by) {
        const outcome = await plain.claim(id, by);
        return outcome.state === 'absent' ? { state: 'taken', replays: 1 } : outcome;
      },
    }),
  ],
  [
    'says null of what is not there',
    'says absent of an id that is not there',
    (plain) => ({
      claim: async (id, by) => (plain.live(id) ? plain.claim(id, by) : (null as never)),
    }),
  ],
  [
    'says first every time',
    'gives the first redeemer the same answer again and again',
    (plain) => ({
      async claim(id, by) {
        const outcome = await plain.claim(id, by);
        return outcome.state === 'again' ? { ...outcome, state: 'first' } : outcome;
      },
    }),
  ],
  [
    'gives the envelope with the first claim only',
    'gives the first redeemer the same answer again and again',
    (plain) => ({
      async claim(id, by) {
        const outcome = await plain.claim(id, by);
        return outcome.state === 'again' ? { ...outcome, envelope: '' } : outcome;
      },
    }),
  ],
  [
    'answers a redeemer twice',
    'gives the first redeemer the same answer again and again',
    (plain) => {
      const claims = new Map<string, number>();
      return {
        async claim(id, by) {
          const outcome = await plain.claim(id, by);
          claims.set(id, (claims.get(id) ?? 0) + 1);
          return (claims.get(id) ?? 0) > 2 ? { state: 'taken', replays: 1 } : outcome;
        },
      };
    },
  ],
  [
    'counts replays from 0',
    'counts the refused claims from 1, and only those',
    (plain) => ({
      async claim(id, by) {
        const outcome = await plain.claim(id, by);
        return outcome.state === 'taken' ? { ...outcome, replays: outcome.replays - 1 } : outcome;
      },
    }),
  ],
  [
    'counts the claims of the redeemer too',
    'counts the refused claims from 1, and only those',
    afterClaim('again', (entry) => {
      entry.replays += 1;
    }),
  ],
  [
    'counts replays as text',
    'counts the refused claims from 1, and only those',
    (plain) => ({
      async claim(id, by) {
        const outcome = await plain.claim(id, by);
        return outcome.state === 'taken'
          ? { ...outcome, replays: String(outcome.replays) as never }
          : outcome;
      },
    }),
  ],
  [
    'counts no more than one replay',
    'counts the refused claims from 1, and only those',
    afterClaim('taken', (entry) => {
      entry.replays = 0;
    }),
  ],
  [
    'ignores the case of redeemers',
    'takes redeemers for different that differ at all',
    withRedeemers((by) => by.toLowerCase()),
  ],
  [
    'cuts redeemers at 21 characters',
    'takes redeemers for different that differ at all',
    withRedeemers((by) => by.slice(0, 21)),
  ],
  [
    'cuts redeemers at 22 characters',
    'takes redeemers for different that differ at all',
    withRedeemers((by) => by.slice(0, 22)),
  ],
  [
    'reads redeemers as numbers where it can',
    'takes redeemers for different that differ at all',
    withRedeemers((by) => (/^\d+$/.test(by) ? 'number' : by)),
  ],
  [
    'takes hyphens in redeemers for underscores',
    'takes redeemers for different that differ at all',
    withRedeemers((by) => by.replaceAll('-', '_')),
  ],
  [
    'looks, waits and then claims',
    'lets one of 64 concurrent redeemers win',
    (plain) => ({
      async claim(id, by) {
        const entry = plain.live(id);
        if (!entry || entry.by !== undefined) return plain.claim(id, by);
        await later();
        entry.by = by;
        return { state: 'first', envelope: entry.envelope };
      },
    }),
  ],
  [
    'gives the token to the last redeemer',
    'keeps a claim whose answer nobody waited for',
    (plain) => ({
      async claim(id, by) {
        const entry = plain.live(id);
        if (entry) entry.by = by;
        return entry ? { state: 'first', envelope: entry.envelope } : { state: 'absent' };
      },
    }),
  ],
  [
    'says first to every concurrent claim of one redeemer',
    'gives 64 concurrent claims by one redeemer the identical envelope',
    (plain) => ({
      async claim(id, by) {
        const isOpen = plain.live(id)?.by === undefined;
        await later();
        const outcome = await plain.claim(id, by);
        return isOpen && outcome.state === 'again' ? { ...outcome, state: 'first' } : outcome;
      },
    }),
  ],
  [
    'keeps claims in its own process',
    'lets one of 16 redeemers win on two instances at once',
    (plain) => {
      const redeemers = new Map<string, string>();
      return {
        async claim(id, by) {
          const entry = plain.live(id);
          if (!entry) return { state: 'absent' };
          const winner = redeemers.get(id) ?? by;
          const state = redeemers.has(id) ? 'again' : 'first';
          redeemers.set(id, winner);
          if (winner === by) return { state, envelope: entry.envelope };
          entry.replays += 1;
          return { state: 'taken', replays: entry.replays };
        },
      };
    },
  ],
  [
    'writes claims a little later',
    'keeps a claim whose answer nobody waited for',
    (plain) => ({
      async claim(id, by) {
        const entry = plain.live(id);
        if (!entry || entry.by !== undefined) return plain.claim(id, by);
        void later(20).then(() => {
          entry.by = by;
        });
        return { state: 'first', envelope: entry.envelope };
      },
    }),
  ],
  [
    'forgets a redeemer after 50 ms',
    'stays with its redeemer for seconds, without being asked',
    afterClaim('first', (entry) => {
      void later(50).then(() => {
        delete entry.by;
      });
    }),
  ],
  [
    'forgets a redeemer after 2 s',
    'stays with its redeemer for seconds, without being asked',
    afterClaim('first', (entry) => {
      void later(2_000).then(() => {
        delete entry.by;
      });
    }),
  ],
  [
    'opens a claim after 100 replays',
    'stays with its redeemer through 1,000 refused claims',
    afterClaim('taken', (entry) => {
      if (entry.replays >= 100) delete entry.by;
    }),
  ],
  [
    'drops an entry after 100 replays',
    'stays with its redeemer through 1,000 refused claims',
    afterClaim('taken', (entry, plain, _world, id) => {
      if (entry.replays >= 100) plain.entries.delete(id);
    }),
  ],
  [
    'counts replays in one byte',
    'stays with its redeemer through 1,000 refused claims',
    afterClaim('taken', (entry) => {
      entry.replays %= 256;
    }),
  ],
  [
    'revokes without looking',
    'removes a live entry once, claimed or not',
    (plain) => ({
      revoke: async (id) => (await plain.revoke(id)) || true,
    }),
  ],
  [
    'revokes no claimed entry',
    'removes a live entry once, claimed or not',
    (plain) => ({
      revoke: async (id) => (plain.live(id)?.by === undefined ? plain.revoke(id) : true),
    }),
  ],
  [
    'revokes nothing',
    'removes a live entry once, claimed or not',
    () => ({ revoke: async () => true }),
  ],
  [
    'keeps the claim of a revoked entry',
    'starts afresh with an id that was revoked',
    (plain) => {
      const redeemers = new Map<string, string>();
      return {
        async claim(id, by) {
          if (!redeemers.has(id)) redeemers.set(id, by);
          const entry = plain.live(id);
          if (entry) entry.by = redeemers.get(id) as string;
          return plain.claim(id, by);
        },
      };
    },
  ],
  [
    'looks, waits and then revokes',
    'tells one of 64 concurrent revokes that there was an entry',
    (plain) => ({
      async revoke(id) {
        const found = plain.live(id) !== undefined;
        await later();
        plain.entries.delete(id);
        return found;
      },
    }),
  ],
  [
    'brings a revoked entry back with a claim',
    'decides between a claim and a revoke, and leaves nothing behind',
    (plain) => ({
      async claim(id, by) {
        const entry = plain.live(id);
        const outcome = await plain.claim(id, by);
        await Promise.resolve();
        if (entry && outcome.state === 'first') plain.entries.set(id, entry);
        return outcome;
      },
    }),
  ],

  // capacity
  [
    'knows no bound',
    'says full at its bound and keeps every live entry',
    (_plain, world, { namespace }) => createPlainStore(world, { namespace }),
  ],
  [
    'evicts the oldest at its bound',
    'says full at its bound and keeps every live entry',
    (plain, _world, { maxEntries = 1e9 }) => ({
      create(id, envelope, options) {
        const [oldest] = plain.entries.keys();
        if (plain.entries.size >= maxEntries && oldest !== undefined) plain.entries.delete(oldest);
        return plain.create(id, envelope, options);
      },
    }),
  ],
  [
    'has one place more than its bound',
    'says full at its bound and keeps every live entry',
    (_plain, world, { namespace, maxEntries = 1e9 }) =>
      createPlainStore(world, { namespace, maxEntries: maxEntries + 1 }),
  ],
  [
    'says full of a live id',
    'says exists and not full of a live id, and resolves, while it is full',
    (plain, _world, { maxEntries = 1e9 }) => ({
      create: async (...call) =>
        plain.entries.size >= maxEntries ? 'full' : plain.create(...call),
    }),
  ],
  [
    'does not claim while it is full',
    'says exists and not full of a live id, and resolves, while it is full',
    (plain, _world, { maxEntries = 1e9 }) => ({
      claim: async (id, by) =>
        plain.entries.size >= maxEntries ? { state: 'absent' } : plain.claim(id, by),
    }),
  ],
  [
    'looks, waits and goes over its bound',
    'does not go over its bound under concurrent creates',
    (_plain, world, { namespace, maxEntries = 1e9 }) => {
      const boundless = createPlainStore(world, { namespace });
      return {
        async create(...call) {
          if (boundless.entries.size >= maxEntries) return 'full';
          await later();
          return boundless.create(...call);
        },
      };
    },
  ],
  [
    'counts what has expired',
    'has room again when entries expired that nobody read',
    (plain, _world, { maxEntries = 1e9 }) => {
      let created = 0;
      return {
        async create(...call) {
          if (created >= maxEntries) return plain.live(call[0]) ? 'exists' : 'full';
          const outcome = await plain.create(...call);
          if (outcome === 'created') created += 1;
          return outcome;
        },
      };
    },
  ],
  [
    'has no room for a while after a revoke',
    'has room again after a revoke, and not after a claim',
    (plain, world) => ({
      async revoke(id) {
        const found = await plain.revoke(id);
        plain.entries.set(`grave of ${id}`, { envelope: '', end: world.now + 1_000, replays: 0 });
        return found;
      },
    }),
  ],
  [
    'frees the place of a claimed entry',
    'has room again after a revoke, and not after a claim',
    afterClaim('first', (_entry, plain, _world, id) => {
      plain.entries.delete(id);
    }),
  ],
  [
    'forgets the least recent of 100',
    'keeps 5,000 live entries, those that nobody has touched too',
    lru(100),
  ],
  [
    'forgets the least recent of 3,000',
    'keeps 5,000 live entries, those that nobody has touched too',
    lru(3_000),
  ],

  // faults
  [
    'says absent when it is cut off',
    CUT_OFF,
    (plain) => ({
      claim: (id, by) => plain.claim(id, by).catch(() => ({ state: 'absent' })),
    }),
  ],
  [
    'reads nothing when it is cut off',
    CUT_OFF,
    (plain) => ({ read: (id) => plain.read(id).catch(() => null) }),
  ],
  [
    'revokes nothing when it is cut off',
    CUT_OFF,
    (plain) => ({ revoke: (id) => plain.revoke(id).catch(() => false) }),
  ],
  [
    'says full when it is cut off',
    CUT_OFF,
    (plain) => ({
      create: (...call) => plain.create(...call).catch(() => 'full'),
    }),
  ],
  [
    "rejects with its driver's error",
    CUT_OFF,
    (plain) => ({
      read: (id) => plain.read(id).catch(() => Promise.reject(new Error('ECONNREFUSED'))),
    }),
  ],
  [
    'names the id in its error',
    CUT_OFF,
    (plain) => ({
      claim: (id, by) =>
        plain
          .claim(id, by)
          .catch((error) => Promise.reject(Object.assign(error, { command: `CLAIM ${id}` }))),
    }),
  ],
  [
    'claims under a new name when an answer was lost',
    'gives a redeemer whose answer was lost the same answer again',
    (plain) => {
      let call = 0;
      return {
        claim(id, by) {
          call += 1;
          return plain.claim(id, id === 'other' ? by : `${by} ${call}`);
        },
      };
    },
  ],
  [
    'creates over what an answer was lost for',
    'does not overwrite an entry when the answer to its create was lost',
    (plain) => {
      let lost = false;
      return {
        async create(id, envelope, options) {
          if (lost) plain.entries.delete(id);
          lost = false;
          return plain.create(id, envelope, options).catch((error) => {
            lost = true;
            throw error;
          });
        },
      };
    },
  ],
  [
    'logs what it does',
    'logs nothing',
    (plain) => ({
      read(id) {
        console.debug(`reading ${id}`);
        return plain.read(id);
      },
    }),
  ],
  [
    'cannot be closed twice',
    'can be closed twice',
    () => {
      let closed = false;
      return {
        async close() {
          if (closed) throw new Error('closed already');
          closed = true;
        },
      };
    },
  ],
];

import { ExpiryHeap } from './expiry-heap.ts';

/** Where an entry sits in its shard, until the next `add` or `sweep`. */
export type Slot = number;

/** Said by `find` of an id that is not there. */
export const NO_SLOT: Slot = -1;

const MIN_CAPACITY = 16;
// A ring that is this many times too large is made smaller.
const SPARSE = 8;

/**
 * A part of the memory store: a ring of entries in order of arrival, and a table from ids to ring
 * slots (open addressing, linear probing). Entries expire from the head of the ring for as long as
 * lifetimes do not shrink; those that die before an older one are in a heap as well.
 *
 * Columns instead of an object per entry: a million objects cost the garbage collector more than
 * everything else, and a new entry is written next to the one before it.
 */
export class MemoryShard {
  #capacity = MIN_CAPACITY;
  #ids: (string | undefined)[] = [];
  #envelopes: string[] = [];
  #redeemers: (string | undefined)[] = [];
  #replays = new Uint32Array(0);
  #deadlines = new Float64Array(0);
  #hashes = new Int32Array(0);
  // Slot + 1, so that 0 is free; twice the capacity, so that probes stay short.
  #table = new Int32Array(0);
  #head: Slot = 0;
  // Ring slots in use, removed ones that the head has not passed yet included.
  #used = 0;
  #live = 0;
  #latest = Number.NEGATIVE_INFINITY;
  #early = new ExpiryHeap<{ readonly deadline: number; readonly slot: Slot }>();

  constructor() {
    this.#allocate(MIN_CAPACITY);
  }

  find(id: string, hash: number): Slot {
    const table = this.#table;
    const mask = table.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = (table[at] as number) - 1;
      if (slot === NO_SLOT || (this.#hashes[slot] === hash && this.#ids[slot] === id)) return slot;
    }
  }

  /** Appends an entry whose id is not there yet. */
  add(id: string, hash: number, envelope: string, deadline: number): void {
    if (this.#used === this.#capacity) {
      this.#rebuild(this.#live > this.#capacity / 2 ? this.#capacity * 2 : this.#capacity);
    }
    this.#append(id, hash, envelope, deadline);
  }

  deadline(slot: Slot): number {
    return this.#deadlines[slot] as number;
  }

  envelope(slot: Slot): string {
    return this.#envelopes[slot] as string;
  }

  redeemer(slot: Slot): string | undefined {
    return this.#redeemers[slot];
  }

  setRedeemer(slot: Slot, by: string): void {
    this.#redeemers[slot] = by;
  }

  countReplay(slot: Slot): number {
    const replays = (this.#replays[slot] as number) + 1;
    this.#replays[slot] = replays;
    return replays;
  }

  remove(slot: Slot): void {
    this.#unlink(slot);
    this.#ids[slot] = undefined;
    this.#envelopes[slot] = '';
    this.#redeemers[slot] = undefined;
    this.#live -= 1;
  }

  /** The tick at which the next entry dies, or an earlier one; `Infinity` for an empty shard. */
  nextDeadline(): number {
    this.#skipRemoved();
    const head = this.#used === 0 ? Number.POSITIVE_INFINITY : this.deadline(this.#head);
    return Math.min(head, this.#early.peek()?.deadline ?? Number.POSITIVE_INFINITY);
  }

  /** Removes up to `most` entries that are dead at `now`; says how many. */
  sweep(now: number, most: number): number {
    let swept = 0;
    while (swept < most && this.nextDeadline() <= now) {
      if (this.#used > 0 && this.deadline(this.#head) <= now) this.remove(this.#head);
      else if (!this.#removeEarly(now)) continue;
      swept += 1;
    }
    if (swept > 0 && this.#live * SPARSE < this.#capacity && this.#capacity > MIN_CAPACITY) {
      this.#rebuild(this.#capacity / 2);
    }
    return swept;
  }

  /** A slot in the heap may hold another entry by now; what is dead in it may go all the same. */
  #removeEarly(now: number): boolean {
    const slot = this.#early.pop()?.slot ?? NO_SLOT;
    if (this.#ids[slot] === undefined || this.deadline(slot) > now) return false;
    this.remove(slot);
    return true;
  }

  #skipRemoved(): void {
    while (this.#used > 0 && this.#ids[this.#head] === undefined) {
      this.#head = (this.#head + 1) & (this.#capacity - 1);
      this.#used -= 1;
    }
    if (this.#used === 0) this.#latest = Number.NEGATIVE_INFINITY;
  }

  #append(id: string, hash: number, envelope: string, deadline: number): Slot {
    const slot = (this.#head + this.#used) & (this.#capacity - 1);
    this.#used += 1;
    this.#live += 1;
    this.#ids[slot] = id;
    this.#envelopes[slot] = envelope;
    this.#replays[slot] = 0;
    this.#deadlines[slot] = deadline;
    this.#hashes[slot] = hash;
    const table = this.#table;
    const mask = table.length - 1;
    let at = hash & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = slot + 1;
    if (deadline >= this.#latest) this.#latest = deadline;
    else this.#early.push({ deadline, slot });
    return slot;
  }

  /** Takes a slot out of the table and closes the gap (Knuth, volume 3, section 6.4, algorithm R). */
  #unlink(slot: Slot): void {
    const table = this.#table;
    const mask = table.length - 1;
    let gap = (this.#hashes[slot] as number) & mask;
    while (table[gap] !== slot + 1) gap = (gap + 1) & mask;
    for (let at = (gap + 1) & mask; ; at = (at + 1) & mask) {
      const next = table[at] as number;
      if (next === 0) break;
      const home = (this.#hashes[next - 1] as number) & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        table[gap] = next;
        gap = at;
      }
    }
    table[gap] = 0;
  }

  /** Moves the live entries, in order, into a ring of another capacity. */
  #rebuild(capacity: number): void {
    const ids = this.#ids;
    const envelopes = this.#envelopes;
    const redeemers = this.#redeemers;
    const replays = this.#replays;
    const deadlines = this.#deadlines;
    const hashes = this.#hashes;
    const [head, used, mask] = [this.#head, this.#used, this.#capacity - 1];
    this.#allocate(capacity);
    for (let i = 0; i < used; i += 1) {
      const from = (head + i) & mask;
      const id = ids[from];
      if (id === undefined) continue;
      const envelope = envelopes[from] as string;
      const slot = this.#append(id, hashes[from] as number, envelope, deadlines[from] as number);
      this.#redeemers[slot] = redeemers[from];
      this.#replays[slot] = replays[from] as number;
    }
  }

  #allocate(capacity: number): void {
    this.#capacity = capacity;
    this.#ids = new Array(capacity).fill(undefined);
    this.#envelopes = new Array(capacity).fill('');
    this.#redeemers = new Array(capacity).fill(undefined);
    this.#replays = new Uint32Array(capacity);
    this.#deadlines = new Float64Array(capacity);
    this.#hashes = new Int32Array(capacity);
    this.#table = new Int32Array(2 * capacity);
    this.#head = 0;
    this.#used = 0;
    this.#live = 0;
    this.#latest = Number.NEGATIVE_INFINITY;
    this.#early = new ExpiryHeap();
  }
}

/** FNV-1a with a secret start and a final mix: the high bits choose a shard, the low ones a slot. */
export function hashId(id: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < id.length; i += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b);
  return hash ^ (hash >>> 13);
}

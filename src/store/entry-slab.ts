/** Where an entry sits until it is removed or moved. */
export type Slot = number;

/** Is told that an entry moved to another slot. */
export type OnMove = (hash: number, to: Slot) => void;

const CHUNK_BITS = 13;
const CHUNK = 1 << CHUNK_BITS;
const OFFSET_MASK = CHUNK - 1;
const NO_CHUNK = -1;
const TEXTS = 3;
const ENVELOPE = 1;
const REDEEMER = 2;
// Chunks beyond those that half-full ones would need, before sparse ones are emptied.
const SPARE_CHUNKS = 2;

/**
 * Columns instead of an object per entry: a million objects cost the collector more than everything
 * else. V8 keeps an array beyond 128 KiB where it is born, so that no scavenge ever copies one.
 */
class Chunk {
  // Id, envelope and redeemer of an entry side by side: one cache line, not three.
  readonly texts: (string | undefined)[] = new Array(TEXTS * CHUNK).fill(undefined);
  readonly deadlines = new Float64Array(CHUNK);
  readonly hashes = new Int32Array(CHUNK);
  replays: Uint32Array | undefined;
  live = 0;
  /** Whether entries die in the order of their places; then those before `swept` are gone. */
  sorted = true;
  swept = 0;
}

/**
 * The entries of the memory store, in chunks that fill in order of arrival. What arrived together
 * tends to die together, so that most chunks are let go as a whole, whatever is in them.
 */
export class EntrySlab {
  readonly #onMove: OnMove;
  readonly #chunks: (Chunk | undefined)[] = [];
  readonly #vacant: number[] = [];
  // Per chunk: no entry in it dies before `soonest`, all of them are dead at `latest`.
  #soonest = new Float64Array(16).fill(Number.POSITIVE_INFINITY);
  #latest = new Float64Array(16).fill(Number.POSITIVE_INFINITY);
  #open = NO_CHUNK;
  #next = 0;
  #size = 0;
  #cursor = 0;
  #quietUntil = Number.POSITIVE_INFINITY;
  #dropAt = Number.POSITIVE_INFINITY;

  constructor(onMove: OnMove) {
    this.#onMove = onMove;
  }

  get size(): number {
    return this.#size;
  }

  /** No entry dies before this tick. */
  get quietUntil(): number {
    return this.#quietUntil;
  }

  holdsId(slot: Slot, id: string): boolean {
    return this.#chunks[slot >>> CHUNK_BITS]?.texts[TEXTS * (slot & OFFSET_MASK)] === id;
  }

  holdsHash(slot: Slot, hash: number): boolean {
    const chunk = this.#chunks[slot >>> CHUNK_BITS];
    const at = slot & OFFSET_MASK;
    return (
      chunk !== undefined && chunk.hashes[at] === hash && chunk.texts[TEXTS * at] !== undefined
    );
  }

  deadline(slot: Slot): number {
    return this.#chunkOf(slot).deadlines[slot & OFFSET_MASK] as number;
  }

  envelope(slot: Slot): string {
    return this.#chunkOf(slot).texts[TEXTS * (slot & OFFSET_MASK) + ENVELOPE] as string;
  }

  redeemer(slot: Slot): string | undefined {
    return this.#chunkOf(slot).texts[TEXTS * (slot & OFFSET_MASK) + REDEEMER];
  }

  setRedeemer(slot: Slot, by: string): void {
    this.#chunkOf(slot).texts[TEXTS * (slot & OFFSET_MASK) + REDEEMER] = by;
  }

  countReplay(slot: Slot): number {
    const column = this.#replaysOf(slot);
    const replays = (column[slot & OFFSET_MASK] as number) + 1;
    column[slot & OFFSET_MASK] = replays;
    return replays;
  }

  add(id: string, hash: number, envelope: string, deadline: number): Slot {
    if (this.#open === NO_CHUNK || this.#next === CHUNK) {
      this.#openChunk();
      // Two half-empty chunks make up for the new one.
      if (this.compact()) this.compact();
    }
    return this.#append(id, hash, envelope, deadline);
  }

  remove(slot: Slot): void {
    const index = slot >>> CHUNK_BITS;
    const chunk = this.#chunkOf(slot);
    clear(chunk, slot & OFFSET_MASK);
    this.#size -= 1;
    if (chunk.live === 0 && index !== this.#open) this.#release(index);
  }

  /** Lets one chunk go in which every entry is dead at `now`, if there is one. */
  dropChunk(now: number): void {
    if (now < this.#dropAt) return;
    let dropAt = Number.POSITIVE_INFINITY;
    for (let index = 0; index < this.#chunks.length; index += 1) {
      const latest = this.#latest[index] as number;
      if (latest <= now) {
        this.#release(index);
        return;
      }
      if (latest < dropAt) dropAt = latest;
    }
    this.#dropAt = dropAt;
  }

  /** Removes what is dead at `now` from one chunk; `false` when nothing is dead in any. */
  sweepChunk(now: number): boolean {
    if (now < this.#quietUntil) return false;
    const count = this.#chunks.length;
    let soonest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < count; i += 1) {
      const index = (this.#cursor + i) % count;
      if ((this.#soonest[index] as number) <= now && this.#sweep(index, now)) {
        this.#cursor = index;
        return true;
      }
      soonest = Math.min(soonest, this.#soonest[index] as number);
    }
    this.#quietUntil = soonest;
    return false;
  }

  /** Moves what lives in the sparsest chunk, if they are not half full on average. */
  compact(): boolean {
    const used = this.#chunks.length - this.#vacant.length;
    if ((used - SPARE_CHUNKS) * CHUNK <= 2 * this.#size) return false;
    const index = this.#sparsest();
    const chunk = this.#chunks[index] as Chunk;
    for (let at = 0; at < CHUNK; at += 1) {
      const id = chunk.texts[TEXTS * at];
      if (id === undefined) continue;
      if (this.#open === NO_CHUNK || this.#next === CHUNK) this.#openChunk();
      const hash = chunk.hashes[at] as number;
      const envelope = chunk.texts[TEXTS * at + ENVELOPE] as string;
      const slot = this.#append(id, hash, envelope, chunk.deadlines[at] as number);
      const redeemer = chunk.texts[TEXTS * at + REDEEMER];
      if (redeemer !== undefined) this.setRedeemer(slot, redeemer);
      const replays = chunk.replays?.[at] ?? 0;
      if (replays > 0) this.#replaysOf(slot)[slot & OFFSET_MASK] = replays;
      this.#onMove(hash, slot);
    }
    this.#release(index);
    return true;
  }

  #chunkOf(slot: Slot): Chunk {
    return this.#chunks[slot >>> CHUNK_BITS] as Chunk;
  }

  #replaysOf(slot: Slot): Uint32Array {
    const chunk = this.#chunkOf(slot);
    chunk.replays ??= new Uint32Array(CHUNK);
    return chunk.replays;
  }

  #append(id: string, hash: number, envelope: string, deadline: number): Slot {
    const index = this.#open;
    const chunk = this.#chunks[index] as Chunk;
    const at = this.#next;
    this.#next += 1;
    this.#size += 1;
    chunk.live += 1;
    chunk.texts[TEXTS * at] = id;
    chunk.texts[TEXTS * at + ENVELOPE] = envelope;
    chunk.deadlines[at] = deadline;
    chunk.hashes[at] = hash;
    if (deadline < (this.#soonest[index] as number)) this.#soonest[index] = deadline;
    if (at === 0 || deadline >= (this.#latest[index] as number)) this.#latest[index] = deadline;
    else chunk.sorted = false;
    if (deadline < this.#quietUntil) this.#quietUntil = deadline;
    if (deadline < this.#dropAt) this.#dropAt = deadline;
    return (index << CHUNK_BITS) | at;
  }

  #openChunk(): void {
    const full = this.#open;
    const index = this.#vacant.pop() ?? this.#chunks.length;
    if (index === this.#soonest.length) {
      this.#soonest = doubled(this.#soonest);
      this.#latest = doubled(this.#latest);
    }
    this.#chunks[index] = new Chunk();
    this.#open = index;
    this.#next = 0;
    if (full !== NO_CHUNK && this.#chunks[full]?.live === 0) this.#release(full);
  }

  #release(index: number): void {
    this.#size -= this.#chunks[index]?.live ?? 0;
    this.#chunks[index] = undefined;
    this.#vacant.push(index);
    this.#soonest[index] = Number.POSITIVE_INFINITY;
    this.#latest[index] = Number.POSITIVE_INFINITY;
    if (index === this.#open) this.#open = NO_CHUNK;
  }

  #sweep(index: number, now: number): boolean {
    if ((this.#latest[index] as number) <= now) {
      this.#release(index);
      return true;
    }
    const chunk = this.#chunks[index] as Chunk;
    const { texts, deadlines, live, sorted } = chunk;
    const end = index === this.#open ? this.#next : CHUNK;
    let soonest = Number.POSITIVE_INFINITY;
    let at = sorted ? chunk.swept : 0;
    for (; at < end; at += 1) {
      if (texts[TEXTS * at] === undefined) continue;
      const deadline = deadlines[at] as number;
      if (deadline <= now) {
        clear(chunk, at);
      } else {
        if (deadline < soonest) soonest = deadline;
        if (sorted) break;
      }
    }
    chunk.swept = at;
    this.#soonest[index] = soonest;
    this.#size -= live - chunk.live;
    if (chunk.live === 0 && index !== this.#open) this.#release(index);
    return chunk.live < live;
  }

  #sparsest(): number {
    let sparsest = NO_CHUNK;
    let least = CHUNK + 1;
    for (const [index, chunk] of this.#chunks.entries()) {
      if (chunk === undefined || index === this.#open || chunk.live >= least) continue;
      sparsest = index;
      least = chunk.live;
    }
    return sparsest;
  }
}

function clear(chunk: Chunk, at: number): void {
  chunk.texts[TEXTS * at] = undefined;
  chunk.texts[TEXTS * at + ENVELOPE] = undefined;
  chunk.texts[TEXTS * at + REDEEMER] = undefined;
  chunk.live -= 1;
}

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length).fill(Number.POSITIVE_INFINITY);
  larger.set(column);
  return larger;
}

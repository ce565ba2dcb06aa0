import type { EntrySlab, Slot } from './entry-slab.ts';

/** Said by `find` of an id that is not there. */
export const NO_SLOT: Slot = -1;

// One big table stalls the process when it grows and when it shrinks; a small part of it does not.
const TABLES = 256;
const TABLE_SHIFT = 24;
const MIN_CELLS = 16;
const NO_CELLS = new Int32Array(2);

/** Open addressing with linear probing. Cells of entries that are gone stay until the next rehash. */
class Table {
  // Pairs of hash and slot + 1, so that 0 is free: a probe reads one cache line and no entry.
  cells = NO_CELLS;
  used = 0;

  /** Puts a cell in, if it can in the place of one of its hash whose entry is gone. */
  put(hash: number, slot: Slot, entries: EntrySlab): void {
    const { cells } = this;
    const mask = cells.length - 1;
    let at = (hash << 1) & mask;
    while (cells[at + 1] !== 0) {
      const other = (cells[at + 1] as number) - 1;
      if (cells[at] === hash && (other === slot || !entries.holdsHash(other, hash))) break;
      at = (at + 2) & mask;
    }
    if (cells[at + 1] === 0) this.used += 1;
    cells[at] = hash;
    cells[at + 1] = slot + 1;
  }
}

/** Finds entries by id. What is removed from the slab is no longer found, without a word to here. */
export class IdIndex {
  readonly #tables = Array.from({ length: TABLES }, () => new Table());
  #used = 0;
  #cursor = 0;

  find(entries: EntrySlab, id: string, hash: number): Slot {
    const { cells } = this.#tables[hash >>> TABLE_SHIFT] as Table;
    const mask = cells.length - 1;
    for (let at = (hash << 1) & mask; ; at = (at + 2) & mask) {
      const slot = (cells[at + 1] as number) - 1;
      if (slot === NO_SLOT || (cells[at] === hash && entries.holdsId(slot, id))) return slot;
    }
  }

  add(entries: EntrySlab, hash: number, slot: Slot): void {
    const table = this.#tables[hash >>> TABLE_SHIFT] as Table;
    // In halves of 5/8, since every cell is two numbers.
    if (16 * (table.used + 1) > 5 * table.cells.length) this.#rehash(table, entries);
    this.#used -= table.used;
    table.put(hash, slot, entries);
    this.#used += table.used;
  }

  /** Rehashes one table if the cells of entries that are gone outnumber the others by far. */
  tidy(entries: EntrySlab): boolean {
    if (this.#used <= 2 * entries.size + TABLES * MIN_CELLS) return false;
    this.#rehash(this.#tables[this.#cursor] as Table, entries);
    this.#cursor = (this.#cursor + 1) % TABLES;
    return true;
  }

  /** Keeps the cells of entries that are there, in a table of which they take 3/8 at most. */
  #rehash(table: Table, entries: EntrySlab): void {
    const { cells, used } = table;
    // The old table is done with: what is kept moves to its front.
    let kept = 0;
    for (let at = 0; at < cells.length; at += 2) {
      const [hash, tag] = [cells[at] as number, cells[at + 1] as number];
      if (tag === 0 || !entries.holdsHash(tag - 1, hash)) continue;
      cells[kept] = hash;
      cells[kept + 1] = tag;
      kept += 2;
    }
    let length = 2 * MIN_CELLS;
    while (8 * (kept + 2) > 3 * length) length *= 2;
    table.cells = new Int32Array(length);
    table.used = 0;
    for (let at = 0; at < kept; at += 2) {
      table.put(cells[at] as number, (cells[at + 1] as number) - 1, entries);
    }
    this.#used += table.used - used;
  }
}

/** FNV-1a with a secret start and a final mix: the high bits choose a table, the low ones a cell. */
export function hashId(id: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < id.length; i += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(i), 0x0100_0193);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85eb_ca6b);
  return hash ^ (hash >>> 13);
}

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EntrySlab } from '../../src/store/entry-slab.ts';
import { hashId, IdIndex, NO_SLOT } from '../../src/store/id-index.ts';

const COUNT = 40_000;

/** A slab with its index, and what has to be in them. */
function filled(deadlineOf: (i: number) => number) {
  const index = new IdIndex();
  const slab: EntrySlab = new EntrySlab((hash, slot) => index.add(slab, hash, slot));
  const find = (i: number) => index.find(slab, `id ${i}`, hashId(`id ${i}`, 7));
  const expected = new Map<number, number>();
  for (let i = 0; i < COUNT; i += 1) {
    const hash = hashId(`id ${i}`, 7);
    index.add(slab, hash, slab.add(`id ${i}`, hash, `envelope ${i}`, deadlineOf(i)));
    if (i % 2 === 0) slab.setRedeemer(find(i), `redeemer ${i}`);
    if (i % 4 === 0) slab.countReplay(find(i));
    expected.set(i, deadlineOf(i));
  }
  const check = () => {
    expect(slab.size).toBe(expected.size);
    for (let i = 0; i < COUNT; i += 1) {
      const slot = find(i);
      if (expected.has(i) !== (slot !== NO_SLOT)) expect.fail(`${i} is lost or came back`);
      if (slot === NO_SLOT) continue;
      if (slab.envelope(slot) !== `envelope ${i}`) expect.fail(`${i} has another envelope`);
      if (slab.deadline(slot) !== expected.get(i)) expect.fail(`${i} has another deadline`);
      const redeemer = i % 2 === 0 ? `redeemer ${i}` : undefined;
      if (slab.redeemer(slot) !== redeemer) expect.fail(`${i} has another redeemer`);
    }
  };
  return { slab, index, find, expected, check };
}

it('keeps what lives when it moves out of sparse chunks, claims and counts included', () => {
  const { slab, index, find, expected, check } = filled(() => 10);
  for (let i = 0; i < COUNT; i += 1) {
    if (i % 16 === 0) continue;
    slab.remove(find(i));
    expected.delete(i);
  }
  let moved = 0;
  while (slab.compact()) moved += 1;
  expect(moved).toBeGreaterThan(0);
  check();
  while (index.tidy(slab));
  check();
  for (const i of expected.keys()) expect(slab.countReplay(find(i))).toBe(2);
});

it.each<[string, (i: number) => number]>([
  ['one lifetime', (i) => 1 + Math.floor(i / 100)],
  ['ever shorter ones', (i) => COUNT - i],
  ['lifetimes in no order', (i) => 1 + ((i * 7_919) % COUNT)],
  ['a long one before all others', (i) => (i === 0 ? COUNT + 1 : 1 + (i % 5))],
])('sweeps exactly what is dead, with %s', (_name, deadlineOf) => {
  const { slab, index, expected, check } = filled(deadlineOf);
  for (const now of [0, 1, 3, 200, 10_000, 10_001, COUNT, COUNT + 1]) {
    while (slab.sweepChunk(now));
    for (const [i, deadline] of expected) if (deadline <= now) expected.delete(i);
    expect(slab.quietUntil).toBeLessThanOrEqual(
      Math.min(Number.POSITIVE_INFINITY, ...new Set(expected.values())),
    );
    check();
    while (slab.compact() || index.tidy(slab));
    check();
  }
  expect(slab.size).toBe(0);
});

it('drops no chunk in which an entry lives', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }), (deadlines) => {
      const slab = new EntrySlab(() => {});
      for (const deadline of deadlines) slab.add('id', 1, 'x', deadline);
      const latest = Math.max(...deadlines);
      for (let now = 0; now <= latest; now += 1) {
        slab.dropChunk(now);
        expect(slab.size).toBe(now < latest ? deadlines.length : 0);
      }
    }),
  );
});

it('keeps ids of one hash apart while one of them comes and goes', () => {
  const index = new IdIndex();
  const slab: EntrySlab = new EntrySlab((hash, slot) => index.add(slab, hash, slot));
  for (const id of ['a', 'b', 'c']) index.add(slab, 5, slab.add(id, 5, `of ${id}`, 10));
  for (let i = 0; i < 1_000; i += 1) {
    slab.remove(index.find(slab, 'b', 5));
    expect(index.find(slab, 'b', 5)).toBe(NO_SLOT);
    index.add(slab, 5, slab.add('b', 5, 'of b', 10));
  }
  for (const id of ['a', 'b', 'c']) {
    expect(slab.envelope(index.find(slab, id, 5))).toBe(`of ${id}`);
  }
});

import { describe, expect, test } from 'vitest';
import { checkModuleUrl, redactUrl } from '../../src/index.ts';

/*
 * No clock limit, which would say more of the machine than of the code: eight times the characters
 * may take about eight times the time. A linear function comes to 8, a quadratic one to 64, and the
 * limit is the middle of the two, so that caches, collections and neighbours have a factor of nearly 3.
 */
const FACTOR = 8;
const LIMIT = FACTOR ** 1.5;
const ATTEMPTS = 10;

const UNITS = [
  '{',
  '}',
  '%',
  '&',
  '[',
  '@',
  '=',
  '?',
  '.',
  '-',
  '$',
  '%25',
  '{SHORT_TOKEN}',
  '{SHORT_TOKEN',
  'SHORT_TOKEN',
  'short',
  '=//',
  '/.',
  'https%3A%2F%2F',
  'https://',
  'eyJ',
  ' ',
  'xn--',
  'a.',
  '1.',
  '0x',
  ':',
  '::',
  '1:',
  '\x7f',
  's\x7f',
  '\u0405\u041d',
  'é ',
  '\ud800',
  '\\',
  'a=1&',
  '{SHORT_TOKEN}&t=',
  '&t={SHORT_TOKEN}',
] as const;

// Where the repeated text stands; what follows it makes the quick reader look again.
const PLACES: Record<string, readonly [before: string, after: string]> = {
  'the whole string': ['', ''],
  'the authority': ['https://', ']:x/?t={SHORT_TOKEN}'],
  'an IPv6 address': ['https://[', ']/'],
  'a path': ['https://s.example/', '"'],
  'a path, in braces': ['https://s.example/{', '}'],
  'a query': ['https://s.example/?', '"{SHORT_TOKEN}'],
  'a value': ['https://s.example/?t={SHORT_TOKEN}', '"'],
  'a fragment': ['https://s.example/#', '"'],
};

/** From one length to another, in characters or, where they are few, in repetitions. */
type Step = readonly [from: number, to: number, limit: number];

// Where bounded looks ahead still show, short texts may grow faster. But what is worse than quadratic has
// to fail there, since it would never come back from the longer ones.
const FEW: Step = [12, 24, 6];

const LONGEST = 400_000;

const STEPS: Record<string, readonly [work: (text: string) => unknown, steps: readonly Step[]]> = {
  checkModuleUrl: [checkModuleUrl, [FEW, [500, 1_000, 6], [1_010, FACTOR * 1_010, LIMIT]]],
  // From some 40,000 characters on, the engine's own stack for expressions comes from fresh pages, at
  // several times the price; so the measuring ends before, and the longest text has to be done in time.
  redactUrl: [redactUrl, [FEW, [3_000, FACTOR * 3_000, LIMIT]]],
};

for (const [name, [work, steps]] of Object.entries(STEPS)) {
  describe(`the time that ${name} takes grows no faster than the length`, () => {
    for (const [place, [before, after]] of Object.entries(PLACES)) {
      test(`of ${place}, whatever is repeated in it`, { timeout: 120_000 }, () => {
        for (const unit of UNITS) {
          const make = (length: number) =>
            before + unit.repeat(length < 100 ? length : length / unit.length) + after;
          for (const [from, to, limit] of steps) {
            const growth = growthOf(work, make, from, to, limit);
            expect(growth, `${JSON.stringify(unit)}, ${from} to ${to}`).toBeLessThan(limit);
          }
          work(make(LONGEST));
        }
      });
    }
  });
}

describe('the measure', () => {
  test('lets a linear function pass and catches a quadratic one', () => {
    const make = (length: number) => 'a'.repeat(length);
    // From every `a` to the end, and no `b`: the textbook expression that runs away.
    const quadratic = (text: string) => /a+b/.test(text);
    const linear = (text: string) => /^a+b/.test(text);
    expect(growthOf(linear, make, 250, FACTOR * 250, LIMIT)).toBeLessThan(LIMIT);
    expect(growthOf(quadratic, make, 250, FACTOR * 250, LIMIT)).toBeGreaterThan(LIMIT);
  });
});

/** How many times as long the longer one takes, each at its quickest; measured until it is clear. */
function growthOf(
  work: (text: string) => unknown,
  make: (length: number) => string,
  from: number,
  to: number,
  limit: number,
): number {
  const texts = [make(from), make(to)] as const;
  const quickest: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // Expressions are compiled on their first uses.
  for (const text of texts) work(text);
  const few = Math.max(1, Math.round(0.3 / milliseconds(() => work(texts[0]))));
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    // The longer it is unclear, the longer it is looked at, so that no burst of noise lasts as long.
    const times = few * attempt;
    for (const i of [0, 1, 0, 1] as const) {
      const batch = milliseconds(() => {
        for (let n = 0; n < times; n++) work(texts[i]);
      });
      quickest[i] = Math.min(quickest[i], batch / times);
    }
    const growth = quickest[1] / quickest[0];
    if (growth < 0.9 * limit || growth > 4 * limit) break;
  }
  return quickest[1] / quickest[0];
}

/** Of the processor and not of the clock, so that the neighbours do not count. */
function milliseconds(task: () => void): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  // The resolution, so that nothing is divided by zero.
  return Math.max((user + system) / 1_000, 1e-3);
}

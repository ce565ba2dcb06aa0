import { describe, expect, it } from 'vitest';
import { checkModuleUrl, redactUrl } from '../../src/index.ts';

/*
 * No clock limit, which would say more of the machine than of the code: twice the characters may
 * take about twice the time. A linear function comes to 2, a quadratic one to 4, with room for noise.
 */
const LIMIT = 3.2;
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

// Where bounded looks ahead still show, short texts may grow faster. But what is worse than quadratic has
// to fail there, since it would never come back from the longer ones.
const WORSE_THAN_QUADRATIC = 6;

// Lengths, in characters or, the smallest, in repetitions; and how the time may grow from there to twice that.
const DOUBLINGS: Record<
  string,
  readonly [work: (text: string) => unknown, doublings: readonly (readonly [number, number])[]]
> = {
  checkModuleUrl: [
    checkModuleUrl,
    [
      [12, WORSE_THAN_QUADRATIC],
      [500, WORSE_THAN_QUADRATIC],
      [4_050, LIMIT],
    ],
  ],
  redactUrl: [
    redactUrl,
    [
      [12, WORSE_THAN_QUADRATIC],
      [4_000, LIMIT],
      [100_000, LIMIT],
    ],
  ],
};

for (const [name, [work, doublings]] of Object.entries(DOUBLINGS)) {
  describe(`the time that ${name} takes grows no faster than the length`, () => {
    for (const [place, [before, after]] of Object.entries(PLACES)) {
      it(`of ${place}, whatever is repeated in it`, { timeout: 120_000 }, () => {
        for (const unit of UNITS) {
          const make = (length: number) =>
            before + unit.repeat(length < 100 ? length : length / unit.length) + after;
          for (const [size, limit] of doublings) {
            const growth = growthOf(work, make, size, limit);
            expect(growth, `${JSON.stringify(unit)} from ${size} on`).toBeLessThan(limit);
          }
        }
      });
    }
  });
}

describe('the measure', () => {
  it('lets a linear function pass and catches a quadratic one', () => {
    const make = (length: number) => 'a'.repeat(length);
    // From every `a` to the end, and no `b`: the textbook expression that runs away.
    const quadratic = (text: string) => /a+b/.test(text);
    const linear = (text: string) => /^a+b/.test(text);
    expect(growthOf(linear, make, 8_000, LIMIT)).toBeLessThan(LIMIT);
    expect(growthOf(quadratic, make, 8_000, LIMIT)).toBeGreaterThan(LIMIT);
  });
});

/** How many times as long twice the length takes, each at its quickest; measured until it is clear. */
function growthOf(
  work: (text: string) => unknown,
  make: (length: number) => string,
  length: number,
  limit: number,
): number {
  const texts = [make(length), make(2 * length)] as const;
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
    if (growth < 0.9 * limit || growth > 9 * limit) break;
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

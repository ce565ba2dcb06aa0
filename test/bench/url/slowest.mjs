// Looks for the input of 8,192 characters that takes longest to check, or to parse, by climbing hills:
// texts that repeat a few parts are changed at random, and what takes longer is kept. Prints the slowest
// as a multiple of a plain URL of that length.
//
//   npm run build && node test/bench/url/slowest.mjs [seconds] [seed] [check or parse]
import { checkModuleUrl } from '../../../dist/check/index.js';
import { domainToAscii } from '../../../dist/idna/index.js';
import { parseModuleUrl } from '../../../dist/index.js';

const LENGTH = 8_192;
const SECONDS = Number(process.argv[2] ?? 60);
const SEED = Number(process.argv[3] ?? Date.now() % 1_000_000);
const READ = { check, parse }[process.argv[4] ?? 'check'];
const STARTS = 12;
// Beyond this the search goes on with the others: it is found already.
const PATIENCE = 40;

// Stand for something else each time that they are repeated, so that nothing is looked at only once.
const NUMBER = '\ue000';
const LETTER = '\ue001';

const PARTS = [
  ...[
    NUMBER,
    NUMBER,
    LETTER,
    LETTER,
    `%FF${NUMBER}=`,
    `{SHORT_TOKEN}&${NUMBER}=`,
    `%E0%80${NUMBER}`,
  ],
  ...'{}<>[]()%&=?#/.:;,-_+*$@!|~^`"\'\\ aA01',
  ...[
    '{SHORT_TOKEN}',
    '<SHORT_TOKEN>',
    '%7BSHORT_TOKEN%7D',
    '${short_token}',
    '{SHORT_TOKEN',
    'SHORT_TOKEN}',
  ],
  ...[
    'SHORT_TOKEN',
    'SHROT_TOKN',
    'short',
    'token',
    'S',
    'TOKEN',
    '{TOKEN}',
    '{USER_ID}',
    '[USER_ID]',
  ],
  ...[
    '%25',
    '%2525',
    '%2F',
    '%252F',
    '%3A',
    '%3D',
    '%26',
    '%7B',
    '%7D',
    '%',
    '%4',
    '%C3%A9',
    '%E2%80%8B',
  ],
  ...[
    '=//',
    '=%2F%2F',
    '//',
    '/.',
    '/..',
    '/../',
    '?',
    '??',
    '&&',
    '==',
    '&amp;',
    '&#38;',
    '&lt;',
    '&quot;',
  ],
  ...[
    'https://',
    'https:',
    'htps://',
    'https%3A%2F%2F',
    'https%253A%252F%252F',
    'https://s.example',
    '@s.example',
  ],
  ...[
    'eyJ',
    'eyJhbGciOi',
    'a.',
    '1.',
    '0x',
    '::',
    '1:',
    'xn--',
    'xn--bcher-kva.',
    '[::1]',
    '.example',
  ],
  ...[
    '\u00e9',
    '\u0131',
    '\u0422',
    '\uff5b',
    '\uff33',
    '\u200b',
    '\u00a0',
    '\u{1d412}',
    '\u65e5',
    '\ud800',
    '\0',
    '\n  ',
  ],
  ...[
    'a=1&',
    't=',
    'token=',
    'a%3D1',
    '({',
    '})',
    '"{',
    '}"',
    '${',
    '{{',
    '}}',
    '<%=',
    '%>',
    ' (prod)',
    '](',
    'URL: ',
  ],
];
const BEFORE = [
  '',
  'https://s.example/',
  'https://s.example/?t=',
  'https://s.example/?t={SHORT_TOKEN}&x=',
  'https://s.example/#',
  'https://',
  'https://[',
  'https://s.example/?',
];
const AFTER = [
  '',
  '{SHORT_TOKEN}',
  '${short_token}',
  '"',
  '.example/',
  ']/',
  '&t={SHORT_TOKEN}',
  '\u200b',
  ' ',
];

const chance = fromChance(SEED);
const oneOf = (items) => items[chance(items.length)];
const options = { domainToAscii };
let found = 0;

const plain = text({ before: 'https://s.example/?t={SHORT_TOKEN}&x=', unit: ['a'], after: '' });
for (let i = 0; i < 2_000; i++) time(plain, 1);
const base = time(plain, 200);

let slowest = { cost: 0 };
const until = performance.now() + SECONDS * 1_000;
while (performance.now() < until) {
  let best = { cost: 0 };
  for (let i = 0; i < STARTS; i++) best = slower(best, random());
  for (let failures = 0; failures < PATIENCE && performance.now() < until; failures++) {
    const next = measured(changed(best.recipe));
    if (next.cost <= best.cost * 1.02) continue;
    best = next;
    failures = 0;
  }
  // Once more, since a busy machine makes anything slow once.
  best = measured(best.recipe, 40);
  if (best.cost <= slowest.cost) continue;
  slowest = best;
  report(slowest);
}
console.log(
  `\n${READ.name}, seed ${SEED}, ${found} inputs; a plain URL takes ${base.toFixed(3)} ms.`,
);
report(slowest);

function report({ cost, recipe }) {
  const { before, unit, after } = recipe;
  const shown = JSON.stringify(`${before} (${unit.join('')})* ${after}`);
  console.log(`${(cost / base).toFixed(1)} × plain (${cost.toFixed(2)} ms): ${shown}`);
}

function random() {
  const unit = Array.from({ length: 1 + chance(4) }, () => oneOf(PARTS));
  return measured({ before: oneOf(BEFORE), unit, after: oneOf(AFTER) });
}

function changed({ before, unit, after }) {
  const next = [...unit];
  switch (chance(6)) {
    case 0:
      return { before: oneOf(BEFORE), unit, after };
    case 1:
      return { before, unit, after: oneOf(AFTER) };
    case 2:
      return { before: before + oneOf(PARTS), unit, after };
    case 3:
      next.splice(chance(next.length + 1), 0, oneOf(PARTS));
      break;
    case 4:
      if (next.length > 1) next.splice(chance(next.length), 1);
      break;
    default:
      next[chance(next.length)] = oneOf(PARTS);
  }
  return { before, unit: next, after };
}

function measured(recipe, runs = 2) {
  found++;
  return { recipe, cost: time(text(recipe), runs) };
}

function slower(a, b) {
  return b.cost > a.cost ? b : a;
}

function text({ before, unit, after }) {
  const repeated = unit.join('');
  const room = LENGTH - before.length - after.length;
  let middle = '';
  for (let i = 0; middle.length < room; i++) {
    middle += repeated.replaceAll(NUMBER, i.toString(36)).replaceAll(LETTER, letter(i));
  }
  return before + middle.slice(0, room) + after;
}

/** One of the letters beyond ASCII, of which no two neighbours are of the same script. */
function letter(i) {
  return String.fromCharCode(0x80 + ((i * 97) % (0xd800 - 0x80)));
}

function check(source) {
  return checkModuleUrl(source, options).diagnostics.length;
}

function parse(source) {
  try {
    return parseModuleUrl(source, options).placeholders.length;
  } catch {
    return 0;
  }
}

/** The shortest of some runs, in milliseconds. */
function time(source, runs) {
  let shortest = Infinity;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    READ(source);
    shortest = Math.min(shortest, performance.now() - start);
  }
  return shortest;
}

/** Numbers that are the same for the same seed (mulberry32). */
function fromChance(seed) {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
  };
}

// Searches for the text that costs the redactor most, by hill climbing over fragments of everything
// that it knows about. Prints the worst that were found, in nanoseconds of processor time a character.
//
//   npm run build && node test/bench/receiver/redaction.mjs [seconds [seed]]
import { createRedactor } from '../../../dist/receiver/index.js';

const SECONDS = Number(process.argv[2] ?? 600);
const SEED = Number(process.argv[3] ?? 1);
const SIZE = 200_000;
const FINAL_SIZE = 1_000_000;
const MOST = 50;
const redactors = {
  query: createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' }),
  path: createRedactor({ moduleUrl: 'https://svc.example/open/{SHORT_TOKEN}/report' }),
};
const FRAGMENTS = [
  ...[
    'token',
    'token=',
    'token:',
    'token: ',
    '"token":',
    '"token":"',
    'token=[',
    '"name":"token",',
  ],
  ...[
    '"value":',
    'value',
    '[',
    ']',
    '"',
    "'",
    '`',
    ' ',
    ',',
    ':',
    '=',
    '=>',
    '-',
    '_',
    'a',
    '1',
    'é',
  ],
  ...['%', '%25', '%2525', '%3d', '%2f', '\\', '\\\\', '\\"', '\\/', '\\u', '\\u003d', '\\n', '\n'],
  ...['&', '&#', '&#3', '&amp;', '&quot;', '\x1b', '\x1b[', '\x1b[3', '\x1b[32m'],
  ...['/', '//', '/open', '/open/'],
];

let state = SEED;
/** 0 to 1, by the generator of Park and Miller. */
const random = () => {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
};
const any = (list) => list[Math.floor(random() * list.length)];
const upTo = (most) => 1 + Math.floor(random() * most);
const textOf = (genes, size) => {
  const pattern = genes.join('') || 'a';
  return pattern.repeat(Math.ceil(size / pattern.length)).slice(0, size);
};

function cost(redactor, genes, size = SIZE) {
  const text = textOf(genes, size);
  const before = process.cpuUsage();
  redactor.text(text);
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1_000) / size;
}

function changed(genes) {
  const next = [...genes];
  const at = Math.floor(random() * next.length);
  const step = random();
  if (step < 0.4) next[at] = any(FRAGMENTS);
  else if (step < 0.6) next.splice(at, 0, any(FRAGMENTS));
  else if (step < 0.8 && next.length > 1) next.splice(at, 1);
  else next[at] = next[at].repeat(upTo(20)).slice(0, 2_000);
  return next;
}

const found = [];
const until = performance.now() + SECONDS * 1_000;
while (performance.now() < until) {
  const [name, redactor] = any(Object.entries(redactors));
  let genes = Array.from({ length: upTo(8) }, () => any(FRAGMENTS));
  let worst = cost(redactor, genes);
  for (let i = 0; i < 30; i++) {
    const next = changed(genes);
    const costs = cost(redactor, next);
    if (costs > worst) [worst, genes] = [costs, next];
  }
  found.push({ name, redactor, genes, worst });
  found.sort((a, b) => b.worst - a.worst);
  found.length = Math.min(found.length, 10);
}

// Again, five times as long, and the median, since a busy machine makes a single figure too large.
const rows = found.map(({ name, redactor, genes }) => {
  const costs = Array.from({ length: 9 }, () => cost(redactor, genes, FINAL_SIZE)).sort(
    (a, b) => a - b,
  );
  return {
    token: name,
    'ns/char': Number(costs[4].toFixed(1)),
    text: JSON.stringify(genes.join('')).slice(0, 60),
  };
});
console.table(rows);
if (rows.some((row) => row['ns/char'] > MOST)) {
  console.error(`A text costs more than ${MOST} ns a character.`);
  process.exitCode = 1;
}

/** Runs every contender once per round, in a new order each time, and gives the median of each. */
export async function interleave(contenders, rounds) {
  const times = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of shuffled(Object.keys(contenders))) {
      globalThis.gc?.();
      times[name].push(await contenders[name](round));
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

export function shuffled(list) {
  const copy = [...list];
  for (let i = copy.length - 1; i > 0; i -= 1) {
    const j = Math.floor(Math.random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

/**
 * Nanoseconds that a synchronous or asynchronous function takes; with CLOCK=cpu, of this process's
 * own CPU time, its collector's threads included, which a busy machine changes less.
 */
export async function nanoseconds(work) {
  if (process.env.CLOCK === 'cpu') {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) * 1_000;
  }
  const start = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - start);
}

/** Prints a table of ratios; `base` is 1, and more is better. */
export function printRatios(title, base, results, format = (ratio) => ratio.toFixed(2)) {
  console.log(`\n${title}`);
  for (const [name, value] of Object.entries(results)) {
    console.log(`  ${format(value / base).padStart(8)}  ${name}`);
  }
}

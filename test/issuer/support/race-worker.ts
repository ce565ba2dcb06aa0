import { readFileSync } from 'node:fs';
import { createIssuer } from '../../../src/issuer/create-issuer.ts';
import { createRedisStore } from '../../../src/store/redis.ts';
import { bindIoredisCluster } from '../../contract/support/bindings.ts';

/** Resolves every token of a file, in an order of its own, and prints the ones that it got. */
const [file = '', addresses = '[]', seed = '1'] = process.argv.slice(2);
const tokens: string[] = JSON.parse(readFileSync(file, 'utf8'));
const { command, quit } = await bindIoredisCluster(JSON.parse(addresses));
const issuer = createIssuer({ store: createRedisStore({ command }), authenticate: () => null });

// A stride that shares no factor with the count, a power of ten, visits every token once.
const stride = [7, 11, 13, 17, 19, 21, 23, 27][Number(seed) - 1] as number;
const order = tokens.map((_, i) => (i * stride) % tokens.length);
const won: number[] = [];
let refused = 0;
let next = 0;
async function work(): Promise<void> {
  while (next < order.length) {
    const index = order[next] as number;
    next += 1;
    const result = await issuer.resolve(tokens[index] as string);
    if (result.ok && result.userId === `user-${index}`) won.push(index);
    else refused += 1;
  }
}

process.stdout.write('ready\n');
await new Promise((go) => process.stdin.once('data', go));
await Promise.all(Array.from({ length: 32 }, work));
process.stdout.write(`${JSON.stringify({ won, refused })}\n`);
await quit();
process.exit(0);

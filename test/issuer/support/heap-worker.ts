import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { writeHeapSnapshot } from 'node:v8';
import { createIssuer } from '../../../src/issuer/create-issuer.ts';
import { createMemoryStore } from '../../../src/store/memory.ts';

/** Generates and resolves, notes every secret in a file, forgets it, and writes a heap snapshot. */
const [secrets = '', snapshot = ''] = process.argv.slice(2);
// Made at run time, so that it is in no source text that the heap holds.
const canary = Buffer.from('Y2FuYXJ5LXRoYXQtaXMta2VwdA', 'base64').toString();
const random = (bytes: number) => randomBytes(bytes).toString('hex');
const note = (...values: string[]) => appendFileSync(secrets, `${values.join('\n')}\n`);

const issuer = createIssuer({
  store: createMemoryStore(),
  authenticate: () => {
    const user = { userId: random(12), organizationId: random(12) };
    note(user.userId, user.organizationId);
    return user;
  },
  onEvent: () => {},
});

async function use(i: number): Promise<void> {
  const claims = Buffer.from(JSON.stringify({ sub: random(300), exp: 4e9 })).toString('base64url');
  const bearer = `${random(20)}.${claims}.${random(64)}`;
  const idempotencyKey = random(16);
  const { shortToken } = await issuer.generate({ bearer });
  note(bearer, shortToken, idempotencyKey);
  if (i % 2) await issuer.resolve(shortToken, { idempotencyKey });
  await issuer.resolve(`${random(8)} not a token`);
}

for (let i = 0; i < 200; i += 1) await use(i);
await pause(50);
writeHeapSnapshot(snapshot);
console.log(canary.length);

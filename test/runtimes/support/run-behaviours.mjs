// Run by Node, Bun or Deno: node run-behaviours.mjs <input.json>. Prints what was observed as JSON.
import { readFileSync } from 'node:fs';
import { createShortTokenClient } from './client.mjs';
import { runBehaviours } from './runner.mjs';

const { rows, server } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const observed = await runBehaviours(createShortTokenClient, rows, server, 'run', 16);
console.log(JSON.stringify(observed));
process.exit(0);

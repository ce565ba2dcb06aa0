// A sandbox in a process of its own, which says how much memory it takes when asked.
import { startSandbox } from '../../../dist/sandbox/index.js';

// Fewer than the warm-up, so that the journal is full before anything is measured.
const sandbox = await startSandbox({ journeyLimit: 500 });
process.send({ origin: sandbox.origin });

process.on('message', async () => {
  // Tokens live five minutes; what is left of them then is swept by the next ones.
  sandbox.advance('10m');
  for (let i = 0; i < 20; i += 1) await sandbox.openModule('Report');
  await new Promise((done) => setTimeout(done, 3_000));
  for (let i = 0; i < 3; i += 1) globalThis.gc();
  process.send({ heapMb: process.memoryUsage().heapUsed / 2 ** 20 });
});

// A driver that failed leaves nothing behind.
process.on('disconnect', () => process.exit());

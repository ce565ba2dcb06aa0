import type { Invocation, JourneyOutcome, JourneyStep } from '../sandbox/journey/types.ts';
import { type CliIo, printable } from './io.ts';
import { paint } from './paint.ts';

const COLOURS = { ok: 'green', refused: 'red', failed: 'yellow' } as const satisfies Record<
  JourneyOutcome,
  string
>;

/** Between whom a step is, as an arrow from left to right or back. */
const WAYS: Readonly<Record<JourneyStep['kind'], string>> = {
  click: 'App',
  generate: 'App → MileApp',
  open: 'App → Service',
  resolve: 'Service → MileApp',
  identity: 'Service ← MileApp',
  answer: 'App ← Service',
  callback: 'Service → MileApp',
};

/** A journey as text: a line for each step, its token by the beginning of its digest. */
export function journeyReport(invocation: Invocation, io: CliIo): string {
  const { module, user, tokenDigest, steps, startedAt } = invocation;
  const who = [module?.name, user?.name].filter((name) => name !== undefined).map(printable);
  const token = tokenDigest === undefined ? 'no token' : `token ${tokenDigest}…`;
  const lines = steps.map((step) => {
    const { kind, at, outcome, status, code, detail, fault } = step;
    const notes = [status, code, detail && printable(detail), fault && 'played fault'];
    const said = notes.filter((note) => note !== undefined).join(' · ') || outcome;
    const when = `+${Math.max(0, at - startedAt)} ms`.padStart(9);
    const what = `${kind.padEnd(9)} ${WAYS[kind].padEnd(18)}`;
    return `${paint(io, 'dim', when)}  ${what} ${paint(io, COLOURS[outcome], said)}`;
  });
  return `${paint(io, 'bold', who.join(' · '))}  ${token}\n${lines.join('\n')}\n`;
}

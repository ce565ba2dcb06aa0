import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectedOutput } from './support/expected-output.ts';
import { type Block, readPages } from './support/pages.ts';
import { createWorkspace, type Finding, type Workspace } from './support/workspace.ts';

const blocks = readPages().flatMap((page) => page.blocks);
const code = blocks.filter(({ language }) => /^[jt]sx?$/.test(language));
const named = (some: readonly Block[]) =>
  some.map((block) => [`${block.page}:${block.line}`, block] as const);

let workspace: Workspace;
let findings: readonly Finding[];

beforeAll(async () => {
  workspace = createWorkspace();
  findings = await workspace.compile(code);
});
afterAll(() => workspace?.remove());

/** Skips an example whose framework a newcomer does not have. On CI its absence is a failure. */
function needPackages(block: Block, skip: (reason: string) => void): void {
  const missing = workspace.missing(block, code);
  if (missing.length === 0) return;
  const reason = `${missing.join(', ')} not installed: run npm install --prefix test/docs`;
  if (process.env.CI) throw new Error(reason);
  skip(reason);
}

describe('an example compiles as it is written', () => {
  test.for(named(code))('%s', ([, block], { skip }) => {
    needPackages(block, skip);
    const errors = findings.filter((finding) => finding.block === block);
    expect(errors.map(({ line, message }) => `${block.page}:${line} ${message}`)).toEqual([]);
  });
});

describe('an example runs and prints what it says', () => {
  test.for(named(code.filter(({ run }) => run)))('%s', async ([, block], { skip }) => {
    needPackages(block, skip);
    const printed = await workspace.run(block, code);
    if (block.run === 'node') expect(printed).toMatch(expectedOutput(block.code));
  });
});

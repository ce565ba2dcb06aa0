import type { CliIo } from '../../../src/cli/io.ts';

/** What a command wrote, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process, with a terminal or a pipe as the test says. */
export async function run(
  command: (args: readonly string[], io: CliIo) => Promise<number>,
  args: readonly string[],
  {
    stdin = '',
    colour = false,
    showsProgress = false,
  }: { stdin?: string; colour?: boolean; showsProgress?: boolean } = {},
): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await command(args, {
    stdout: (text) => {
      out += text;
    },
    stderr: (text) => {
      err += text;
    },
    stdin: async () => stdin,
    env: {},
    colour,
    isTty: false,
    showsProgress,
  });
  return { code, out, err };
}

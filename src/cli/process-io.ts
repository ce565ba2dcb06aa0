import type { CliIo } from './io.ts';

/** The longest standard input that is read, in bytes: four times the longest bearer. */
const MAX_INPUT_BYTES = 65_536;

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const BACKSPACE = /[\b\x7f]/;

/** The process's own streams. Whether they can be written to never changes an exit code. */
export function processIo({ stdin, stdout, stderr, env }: NodeJS.Process = process): CliIo {
  // Somebody closed the pipe (`| head`), or the disk is full: nobody is left to tell.
  for (const stream of [stdout, stderr]) stream.on('error', () => {});
  return {
    stdout: (text) => writeQuietly(stdout, text),
    stderr: (text) => writeQuietly(stderr, text),
    stdin: () => readBounded(stdin),
    env,
    // https://no-color.org: any value but the empty one.
    colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    isTty: stdin.isTTY === true,
    readHidden: stdin.isTTY === true ? () => readHidden(stdin) : undefined,
    showsProgress: stderr.isTTY === true && env.TERM !== 'dumb',
  };
}

/** Files are written at once, so that a full disk throws. */
function writeQuietly(stream: NodeJS.WriteStream, text: string): void {
  try {
    stream.write(text);
  } catch {
    // See above.
  }
}

/** Reads to the end, or to the first byte too many, which no secret has. */
async function readBounded(stdin: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    bytes += chunks.at(-1)?.length ?? 0;
    if (bytes > MAX_INPUT_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Reads a line from a terminal that shows nothing of it; `undefined` when it was given up. */
function readHidden(stdin: NodeJS.ReadStream): Promise<string | undefined> {
  return new Promise((resolve) => {
    let line = '';
    const end = (result: string | undefined) => {
      stdin.off('data', onData);
      stdin.setRawMode(false);
      stdin.pause();
      resolve(result);
    };
    const onData = (data: Buffer) => {
      for (const char of data.toString('utf8')) {
        if (char === CTRL_C) return end(undefined);
        if (char === '\r' || char === '\n' || char === CTRL_D) return end(line);
        line = BACKSPACE.test(char) ? line.slice(0, -1) : line + char;
        if (line.length > MAX_INPUT_BYTES) return end(line);
      }
    };
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.resume();
  });
}

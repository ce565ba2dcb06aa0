#!/usr/bin/env node
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { check } from './check.ts';
import { demo } from './demo.ts';
import { generate } from './generate.ts';
import { type CliIo, EXIT } from './io.ts';
import { render } from './render.ts';
import { resolve } from './resolve.ts';
import { trigger } from './trigger.ts';

const { version } = createRequire(import.meta.url)('@mileapp/custom-module-url/package.json') as {
  version: string;
};

type Command = (args: readonly string[], io: CliIo) => Promise<number>;

// These two are large, and the other commands are to start without them.
const doctor: Command = async (args, io) => (await import('./doctor.ts')).doctor(args, io);
const sandbox: Command = async (args, io) => (await import('./sandbox.ts')).sandbox(args, io);

const COMMANDS = { check, render, generate, resolve, doctor, demo, sandbox, trigger } as const;

const USAGE = `Usage: custom-module <command> [--help]

  check <url>     what is wrong with a Custom Module URL, and how to mend it
  render <url>    put a short token into it
  generate        trade a bearer for a short token
  resolve         whom a short token stands for
  doctor <url>    what is wrong with a running receiver
  demo [<url>]    the whole flow on this machine, with an issuer in memory
  sandbox         a local MileApp to develop against, with pages
  trigger <name>  a whole invocation in a running sandbox, printed step by step

  --version       ${version}
`;

const io: CliIo = {
  stdout: (chunk) => process.stdout.write(chunk),
  stderr: (chunk) => process.stderr.write(chunk),
  stdin: () => text(process.stdin),
  env: process.env,
  // https://no-color.org: any value but the empty one.
  colour: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
  isTty: process.stdin.isTTY === true,
  showsProgress: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
};

async function main([command = '', ...args]: readonly string[]): Promise<number> {
  if (command === '--version' || command === '-v') {
    io.stdout(`${version}\n`);
    return EXIT.ok;
  }
  if (command === '--help' || command === '-h') {
    io.stdout(USAGE);
    return EXIT.ok;
  }
  if (!Object.hasOwn(COMMANDS, command)) {
    io.stderr(`${command === '' ? 'Which command?' : 'There is no such command.'}\n\n${USAGE}`);
    return EXIT.usage;
  }
  return COMMANDS[command as keyof typeof COMMANDS](args, io);
}

// Somebody closed the pipe (`| head`): there is nobody left to tell.
process.stdout.on('error', () => process.exit(EXIT.unknown));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Whatever it is may quote an argument in its message, but not in its name.
  io.stderr(
    `Something unexpected went wrong (${error instanceof Error ? error.name : 'no error'}).\n`,
  );
  process.exitCode = EXIT.unknown;
}

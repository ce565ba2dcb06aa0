#!/usr/bin/env node
import { createRequire } from 'node:module';
import { check } from './check.ts';
import { demo } from './demo.ts';
import { EXIT } from './exit-codes.ts';
import { generate } from './generate.ts';
import type { CliIo } from './io.ts';
import { processIo } from './process-io.ts';
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

const io = processIo();

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
    const why = command === '' ? 'Which command?' : 'There is no such command.';
    reportJson(args, 'usage', why);
    io.stderr(`${why}\n\n${USAGE}`);
    return EXIT.usage;
  }
  return COMMANDS[command as keyof typeof COMMANDS](args, io);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  // Whatever it is may quote an argument in its message, but not in its name.
  const why = `Something unexpected went wrong (${error instanceof Error ? error.name : 'no error'}).`;
  reportJson(process.argv, 'unexpected', why);
  io.stderr(`${why}\n`);
  process.exitCode = EXIT.unknown;
}

/** A script that asked for JSON gets some, whatever happens. */
function reportJson(args: readonly string[], code: string, message: string): void {
  if (args.includes('--json')) io.stdout(`${JSON.stringify({ error: { code, message } })}\n`);
}

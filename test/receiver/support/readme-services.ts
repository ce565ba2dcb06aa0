import { type ChildProcess, spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';
import { ROOT, readPages } from '../../docs/support/pages.ts';
import { freePort } from '../../support/free-port.ts';

const SERVICES = fileURLToPath(new URL('../services', import.meta.url));
const SECRET = 'a secret of at least 32 characters';

/** A service of the README, as it is written there, in a process of its own. */
export interface ReadmeService {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** The code of a section of the README, by the names of its files. */
export function filesOf(section: string): Readonly<Record<string, string>> {
  const page = readPages().find(({ path }) => path === 'src/receiver/README.md');
  const text = page?.text ?? '';
  const start = text.indexOf(`### ${section}\n`);
  const end = text.indexOf('\n##', start + 4);
  const blocks = [...text.slice(start, end).matchAll(/```(?:ts|typescript)\n([\s\S]*?)```/g)];
  return Object.fromEntries(
    blocks.map(([, code = '']) => [/^\/\/ (\S+\.tsx?)\n/.exec(code)?.[1] ?? 'main.ts', code]),
  );
}

/** The service of Next.js, changed as the page says for a `basePath`. */
export function nextWithBasePath(basePath: string): Readonly<Record<string, string>> {
  const change = (code: string, from: string, to: string) => {
    if (!code.includes(from)) throw new Error(`The page has no ${from} any more.`);
    return code.replace(from, to);
  };
  const {
    'lib/mile.ts': receiver = '',
    'app/report/page.tsx': report = '',
    ...rest
  } = filesOf('Next.js');
  const moduleUrl = change(receiver, 'svc.example/webhook', `svc.example${basePath}/webhook`);
  return {
    ...rest,
    'next.config.ts': `export default { basePath: ${JSON.stringify(basePath)} };`,
    'lib/mile.ts': change(
      moduleUrl,
      'landing:',
      `basePath: ${JSON.stringify(basePath)},\n  landing:`,
    ),
    // What a browser posts to is written out whole.
    'app/report/page.tsx': change(report, 'action="/logout"', `action="${basePath}/logout"`),
  };
}

/** Writes the files of a section down, and starts them as its reader would. */
export async function startService(
  section: string,
  baseUrl: string,
  files: Readonly<Record<string, string>> = filesOf(section),
): Promise<ReadmeService> {
  const folder = await mkdtemp(join(SERVICES, 'run-'));
  await linkPackage(folder, section === 'Next.js');
  for (const [name, code] of Object.entries(files)) await writeJavaScript(folder, name, code);
  const port = await freePort();
  const { NODE_ENV: _, ...inherited } = process.env;
  const env = {
    ...inherited,
    PORT: String(port),
    MILEAPP_BASE_URL: baseUrl,
    SESSION_SECRET: SECRET,
  };
  const child = spawn(process.execPath, await argumentsOf(section, folder, port), {
    cwd: folder,
    env,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
    });
  }
  const origin = `http://localhost:${port}`;
  await answering(origin, child, () => output);
  // Next.js compiles a page when it is asked for first.
  if (section === 'Next.js') await fetch(`${origin}/report`);
  return {
    origin,
    close: async () => {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function argumentsOf(section: string, folder: string, port: number): Promise<string[]> {
  if (section === 'Next.js') {
    return [
      join(SERVICES, 'node_modules/next/dist/bin/next'),
      'dev',
      '--webpack',
      '-p',
      String(port),
    ];
  }
  if (section !== 'Request and Response') return ['main.js'];
  // Any server of Request and Response; this one runs on Node.
  await writeFile(
    join(folder, 'serve.js'),
    "import { serve } from '@hono/node-server'; import service from './main.js'; serve({ fetch: service.fetch, port: Number(process.env.PORT) });",
  );
  return ['serve.js'];
}

async function linkPackage(folder: string, isCopied: boolean): Promise<void> {
  const target = join(folder, 'node_modules/@mileapp/custom-module-url');
  await mkdir(dirname(target), { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "type": "module", "private": true }');
  // Next.js bundles what it finds, and does not follow links out of its project.
  if (!isCopied) return symlink(ROOT, target);
  for (const part of ['dist', 'package.json']) {
    await cp(join(ROOT, part), join(target, part), { recursive: true });
  }
}

async function writeJavaScript(folder: string, name: string, code: string): Promise<void> {
  const { code: js } = await transform(code, {
    loader: name.endsWith('.tsx') ? 'tsx' : 'ts',
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  });
  const file = join(folder, name.replace(/\.tsx?$/, '.js'));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, js);
}

async function answering(origin: string, child: ChildProcess, output: () => string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    if (child.exitCode !== null) throw new Error(`The service ended:\n${output()}`);
    const isUp = await fetch(`${origin}/webhook`).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((done) => setTimeout(done, 200));
  }
  throw new Error(`The service does not answer:\n${output()}`);
}

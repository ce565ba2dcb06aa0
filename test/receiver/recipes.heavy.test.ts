import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/receiver/index.ts';
import { readPages } from '../docs/support/pages.ts';
import { freePort } from '../support/free-port.ts';
import { load, WITHOUT_FRAMEWORKS } from './support/frameworks.ts';
import { recipeWith, runRecipe } from './support/recipe-process.ts';

const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

function hasNginx(): boolean {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const WITHOUT_NGINX = hasNginx() ? '' : ' (skipped: there is no nginx)';

describe.skipIf(WITHOUT_NGINX)(`the log of nginx${WITHOUT_NGINX}`, () => {
  test('is written without the token, as the page has it', async () => {
    const page = readPages().find(({ path }) => path === 'src/receiver/README.md');
    const recipe = page?.blocks.find(({ language }) => language === 'nginx')?.code ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'nginx-'));
    const port = await freePort();
    const log = join(folder, 'access.log');
    const config = [
      'daemon off; master_process off; worker_processes 1;',
      `pid ${folder}/nginx.pid; error_log ${folder}/error.log crit; events {}`,
      `http { ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder};`).join(' ')}`,
      recipe.replace('/var/log/nginx/access.log', log),
      `server { listen 127.0.0.1:${port}; location / { return 200 ok; } } }`,
    ].join('\n');
    await writeFile(join(folder, 'nginx.conf'), config);
    const child = spawn('nginx', [
      '-c',
      join(folder, 'nginx.conf'),
      '-e',
      join(folder, 'error.log'),
    ]);
    try {
      const ask = (target: string) => fetch(`http://127.0.0.1:${port}${target}`);
      for (let i = 0; i < 1_000; i++) {
        const isUp = await ask('/').then(
          () => true,
          () => false,
        );
        if (isUp) break;
        await new Promise((done) => setTimeout(done, 100));
      }
      for (const query of [`token=${TOKEN}`, `a=1&token=${TOKEN}&b=2`, 'a=1'])
        await ask(`/webhook?${query}`);
      // nginx writes a line when its answer has gone.
      let written = '';
      while (!written.includes('?a=1"')) written = await readFile(log, 'utf8');
      expect(written).not.toContain(TOKEN);
      expect(written).toContain('"GET /webhook?token=***" 200');
      expect(written).toContain('"GET /webhook?a=1&token=***&b=2" 200');
      expect(written).toContain('"GET /webhook?a=1" 200');
    } finally {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill();
      await ended;
      await rm(folder, { recursive: true });
    }
  });
});

describe('an event of an error reporter', () => {
  const redactor = createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' });

  test('goes through the redactor as JSON, and keeps everything but the token', () => {
    const event = (token: string) => ({
      request: {
        url: `https://svc.example/webhook?a=1&token=${token}`,
        query_string: `a=1&token=${token}`,
        headers: { referer: `https://svc.example/webhook?token=${token}` },
        data: { token, hasToken: true },
      },
      exception: { values: [{ type: 'Error', value: `failed at /webhook?token=${token}` }] },
      breadcrumbs: [{ category: 'http', data: { 'http.query': `?token=${token}` } }],
      timestamp: 1_795_000_000.5,
    });
    expect(JSON.parse(redactor.text(JSON.stringify(event(TOKEN))))).toEqual(event('***'));
  });
});

// A service whose route fails and says where; visited once, with the token in its URL.
const VISIT = `
const { createServer } = await import('node:http');
const { default: express } = await import('express');
export const visit = async (use) => {
  const app = express();
  app.get('/webhook', (request) => {
    throw new Error('failed at ' + request.originalUrl);
  });
  use?.(app);
  app.use((error, request, response, next) => response.status(500).end());
  const server = createServer(app);
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  await (await fetch('http://127.0.0.1:' + server.address().port + '/webhook?a=1&token=' + process.env.TOKEN)).text();
  server.close();
  server.closeAllConnections();
};`;

const OPEN_TELEMETRY = `
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { registerInstrumentations } from '@opentelemetry/instrumentation';
import { trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { redactingProcessor } from './recipe.js';
const exporter = new InMemorySpanExporter();
const before = process.env.WITH_RECIPE ? [redactingProcessor] : [];
new NodeTracerProvider({ spanProcessors: [...before, new SimpleSpanProcessor(exporter)] }).register();
registerInstrumentations({ instrumentations: [new HttpInstrumentation()] });
const { visit } = await import('./visit.js');
await visit((app) => app.use((error, request, response, next) => {
  trace.getActiveSpan().recordException(error);
  trace.getActiveSpan().setStatus({ code: 2, message: error.message });
  next(error);
}));
while (exporter.getFinishedSpans().length === 0) await new Promise((done) => setTimeout(done, 10));
console.log(JSON.stringify(exporter.getFinishedSpans().map(({ attributes, events, status }) => ({ attributes, events, status }))));`;

const SENTRY = `
import { createServer } from 'node:http';
import * as Sentry from '@sentry/node';
import { redacted } from './recipe.js';
const received = [];
const sink = createServer(async (request, response) => {
  for await (const chunk of request) received.push(chunk.toString());
  response.end('{}');
});
await new Promise((done) => sink.listen(0, '127.0.0.1', done));
const own = { beforeSend: redacted, beforeSendTransaction: redacted, beforeBreadcrumb: redacted };
Sentry.init({
  dsn: 'http://key@127.0.0.1:' + sink.address().port + '/1',
  tracesSampleRate: 1,
  ...(process.env.WITH_RECIPE ? own : {}),
});
const { visit } = await import('./visit.js');
await visit((app) => {
  app.use((error, request, response, next) => {
    Sentry.addBreadcrumb({ category: 'http', data: { url: request.originalUrl } });
    next(error);
  });
  Sentry.setupExpressErrorHandler(app);
});
await Sentry.close(60_000);
sink.close();
sink.closeAllConnections();
console.log(JSON.stringify(received));`;

describe.skipIf(WITHOUT_FRAMEWORKS)(`what leaves the service${WITHOUT_FRAMEWORKS}`, () => {
  test.each([
    ['OpenTelemetry', 'redactingProcessor', OPEN_TELEMETRY, ['a=1&token=***', '500']],
    ['Sentry', 'Sentry.init', SENTRY, ['a=1&token=***', '"failed at', 'breadcrumbs']],
  ])(
    'through %s holds no token with the page’s recipe, and does without',
    async (_, words, program, stays) => {
      const files = { 'recipe.ts': recipeWith(words), 'visit.ts': VISIT, 'main.ts': program };
      const without = JSON.stringify(await runRecipe(files, { TOKEN }));
      expect(without).toContain(TOKEN);
      const sent = JSON.stringify(await runRecipe(files, { TOKEN, WITH_RECIPE: 'yes' }));
      expect(sent).not.toContain(TOKEN);
      for (const text of stays) expect(sent.replaceAll('\\', '')).toContain(text);
    },
  );

  test('through winston holds no token, whatever the format', async () => {
    const { createLogger, format, transports } = await load('winston');
    const redactor = createRedactor({
      moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}',
    });
    for (const one of [format.json(), format.simple(), format.logstash(), format.prettyPrint()]) {
      let written = '';
      const sink = { write: (text: string) => (written += text) };
      const stream = redactor.stream(sink);
      const logger = createLogger({ format: one, transports: [new transports.Stream({ stream })] });
      logger.info(`GET /webhook?a=1&token=${TOKEN}`, { query: { a: 1, token: TOKEN } });
      logger.error(new Error(`failed at /webhook?token=${TOKEN}`));
      logger.end();
      await once(logger, 'finish');
      stream.end();
      await once(stream, 'finish');
      expect(written).not.toContain(TOKEN);
      expect(written).toContain('/webhook?a=1&token=***');
    }
  });
});

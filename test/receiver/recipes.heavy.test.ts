import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/receiver/index.ts';
import { readPages } from '../docs/support/pages.ts';
import { freePort } from './support/readme-services.ts';

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
      for (let i = 0; i < 100; i++) {
        const isUp = await ask('/').then(
          () => true,
          () => false,
        );
        if (isUp) break;
        await new Promise((done) => setTimeout(done, 100));
      }
      for (const query of [`token=${TOKEN}`, `a=1&token=${TOKEN}&b=2`, 'a=1'])
        await ask(`/webhook?${query}`);
      const written = await readFile(log, 'utf8');
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

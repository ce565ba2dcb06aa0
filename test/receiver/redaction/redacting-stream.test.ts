import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { createRedactor } from '../../../src/receiver/index.ts';
import { RUNS } from '../../support/property.ts';
import { SHAPES } from './support/shapes.ts';

const redactor = createRedactor({ moduleUrl: 'https://svc.example/webhook?token={SHORT_TOKEN}' });
const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

/** Collects what is written, at its own pace. */
function sink(options: { slow?: boolean } = {}) {
  const written: string[] = [];
  const stream = new Writable({
    decodeStrings: false,
    highWaterMark: options.slow ? 1 : undefined,
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      if (options.slow) setImmediate(done);
      else done();
    },
  } as ConstructorParameters<typeof Writable>[0]);
  return { stream, text: () => written.join('') };
}

const settled = () => new Promise((done) => setImmediate(done));

describe('a redacting stream', () => {
  test('is a Writable, and passes on whole lines at once', async () => {
    const { stream, text } = sink();
    const redacting = redactor.stream(stream);
    expect(redacting).toBeInstanceOf(Writable);
    redacting.write(`GET /webhook?token=${TOKEN} 303\n`);
    await settled();
    expect(text()).toBe('GET /webhook?token=*** 303\n');
  });

  test.each([
    [
      'in the middle of a token',
      [`GET /webhook?token=${TOKEN.slice(0, 9)}`, `${TOKEN.slice(9)} 303\n`],
    ],
    ['in the middle of a name', ['GET /webhook?tok', `en=${TOKEN} 303\n`]],
    ['between name and token', ['GET /webhook?token=', `${TOKEN} 303\n`]],
    ['by every character', [...`GET /webhook?token=${TOKEN} 303\n`]],
  ])('joins what is cut %s', async (_, chunks) => {
    const { stream, text } = sink();
    const redacting = redactor.stream(stream);
    for (const chunk of chunks) redacting.write(chunk);
    await settled();
    expect(text()).toBe('GET /webhook?token=*** 303\n');
  });

  test('joins pretty JSON that is cut between lines', async () => {
    const { stream, text } = sink();
    const redacting = redactor.stream(stream);
    redacting.write('{\n  "token":\n');
    redacting.write(`  "${TOKEN}"\n}\n`);
    await settled();
    expect(text()).toBe('{\n  "token":\n  "***"\n}\n');
  });

  test.each([
    ['token', ': "T"'],
    ['"token":', '"T"'],
    ['"name": "token",', '"value": "T"'],
    ['"name": "token", "value":', '"T"'],
    ['"token": [', '"x", "T" ]'],
    ['"token": [ "x",', '"T" ]'],
    ['token =', 'T'],
    ['["token",', '"T"]'],
    ['["token"', ', "T"]'],
    ['[ "token", "T"', ']'],
    ['[["a", "b"], ["token",', '"T"]]'],
  ])('joins %j with %j in the next line', async (before, after) => {
    const { stream, text } = sink();
    const redacting = redactor.stream(stream);
    redacting.write(`${before.replace('T"', `${TOKEN}"`)}\n`);
    redacting.write(`${after.replace('T', TOKEN)}\n`);
    redacting.end('x');
    await settled();
    expect(text()).toContain('***');
    expect(text()).not.toContain(TOKEN);
  });

  test('takes bytes, characters of several bytes in halves included', async () => {
    const { stream, text } = sink();
    const redacting = redactor.stream(stream);
    const bytes = new TextEncoder().encode(`größe 🙂 token=${TOKEN}\n`);
    for (const byte of bytes) redacting.write(Uint8Array.of(byte));
    await settled();
    expect(text()).toBe('größe 🙂 token=***\n');
  });

  test('ends its destination, with what is left of a line', async () => {
    const { stream, text } = sink();
    await pipeline(
      Readable.from([`token=${TOKEN}`, '\nlast token=', TOKEN]),
      redactor.stream(stream),
    );
    expect(text()).toBe('token=***\nlast token=***');
    expect(stream.writableEnded).toBe(true);
  });

  test('never ends the standard output', async () => {
    const written: string[] = [];
    const { write } = process.stdout;
    process.stdout.write = ((text: string) => written.push(text) > 0) as typeof write;
    try {
      await pipeline(Readable.from([`token=${TOKEN}\n`]), redactor.stream(process.stdout));
    } finally {
      process.stdout.write = write;
    }
    expect(written.join('')).toBe('token=***\n');
    expect(process.stdout.writableEnded).toBe(false);
  });

  test('calls back, and waits for a slow destination', async () => {
    const { stream, text } = sink({ slow: true });
    const redacting = redactor.stream(stream);
    for (let i = 0; i < 50; i++) {
      await new Promise<void>((done) => {
        redacting.write(`${i} token=${TOKEN}\n`, () => done());
      });
    }
    expect(text().split('\n')).toHaveLength(51);
    expect(text()).not.toContain(TOKEN);
  });

  test('passes on what its destination throws', async () => {
    const failing = {
      write() {
        throw new Error('the disk is full');
      },
    };
    const whole = redactor.stream(failing);
    const wrote = new Promise((done) => whole.on('error', done));
    whole.write('a line\n');
    expect(await wrote).toEqual(new Error('the disk is full'));
    const half = redactor.stream(failing);
    const ended = new Promise((done) => half.on('error', done));
    half.end('half a line');
    expect(await ended).toEqual(new Error('the disk is full'));
  });

  test('writes to what has neither an end nor room to wait for', async () => {
    const written: string[] = [];
    const plain = { write: (text: string) => void written.push(text) };
    await pipeline(Readable.from(['a\n', 'token=', TOKEN]), redactor.stream(plain));
    expect(written).toEqual(['a\n', 'token=***']);
  });

  test('never ends the standard error either', async () => {
    const end = vi.spyOn(process.stderr, 'end').mockImplementation(() => process.stderr);
    const write = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    try {
      await pipeline(Readable.from(['a line\n']), redactor.stream(process.stderr));
      expect(write).toHaveBeenCalledTimes(1);
      expect(end).toHaveBeenCalledTimes(0);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('says what it needs where there are no streams', () => {
    const get = vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => undefined as never);
    try {
      expect(() => redactor.stream({ write: () => true })).toThrow('needs the streams of Node');
      expect(get).toHaveBeenCalledTimes(1);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test('holds back a bounded part of a line without end', async () => {
    const { stream, text } = sink();
    const redacting = redactor.stream(stream);
    for (let i = 0; i < 40; i++) redacting.write('x'.repeat(4_000));
    await settled();
    expect(text().length).toBeGreaterThan(80_000);
    redacting.write(`&token=${TOKEN.slice(0, 5)}`);
    for (let i = 0; i < 40; i++)
      redacting.write(i === 0 ? `${TOKEN.slice(5)}&` : 'y'.repeat(4_000));
    redacting.end();
    await settled();
    expect(text()).not.toContain(TOKEN.slice(5));
    expect(text().length).toBe(160_000 + '&token=***&'.length + 39 * 4_000);
  });

  test.each([
    ['a parameter', (token: string) => `?a=1&token=${token}&b=2`],
    ['JSON', (token: string) => JSON.stringify({ a: 1, token, b: 2 })],
    ['JSON within JSON', (token: string) => JSON.stringify({ a: JSON.stringify({ token }) })],
    ['a list', (token: string) => JSON.stringify({ token: ['a', token], b: 2 })],
    ['a pair', (token: string) => JSON.stringify([['token', token], 'b'])],
    ['name and value', (token: string) => JSON.stringify({ name: 'token', value: token, b: 2 })],
  ])('masks %s in a line without end wherever that is cut', async (_, shape) => {
    const written = shape(TOKEN);
    for (let at = 1; at < written.length; at += 2) {
      const { stream, text } = sink();
      const redacting = redactor.stream(stream);
      // What is longer than 65,536 characters is passed on but for the last 8,192.
      const before = `${'x'.repeat(60_000)} ${written.slice(0, at)}`;
      const after = `${written.slice(at)} ${'y'.repeat(9_000)}`;
      redacting.write(before + after.slice(0, 8_192));
      redacting.end(after.slice(8_192));
      await settled();
      expect(text()).toBe(redactor.text(before + after));
    }
  });

  test('holds back a bracket that may open a list of pairs, but not whatever follows it', async () => {
    const { stream, text } = sink();
    const redacting = redactor.stream(stream);
    redacting.write('a\n[\n');
    await settled();
    expect(text()).toBe('a\n');
    redacting.write(`  "token",\n  "${TOKEN}"\n]\n`);
    await settled();
    expect(text()).toBe('a\n[\n  "token",\n  "***"\n]\n');
    redacting.write(`[${'\n'.repeat(70_000)}`);
    await settled();
    expect(text().length).toBeGreaterThan(70_000);
    redacting.end();
  });

  test('lets no part of a token through, wherever it is cut', async () => {
    const shape = fc.constantFrom(...Object.values(SHAPES));
    await fc.assert(
      fc.asyncProperty(
        fc.array(shape, { minLength: 1, maxLength: 3 }),
        fc.array(fc.nat(60), { maxLength: 9 }),
        async (parts, cuts) => {
          const { stream, text } = sink();
          const redacting = redactor.stream(stream);
          let rest = `${parts.map((make) => make(TOKEN)).join('\n')}\n`;
          for (const cut of cuts) {
            redacting.write(rest.slice(0, cut));
            rest = rest.slice(cut);
          }
          redacting.end(rest);
          await settled();
          for (let at = 0; at + 8 <= TOKEN.length; at += 4) {
            expect(text()).not.toContain(TOKEN.slice(at, at + 8));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });
});

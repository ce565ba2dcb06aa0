import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commandPath } from '../support/engines/installed.ts';

interface Vector {
  readonly token?: string | null;
  readonly href?: string;
  readonly error?: string;
}

const VECTORS = fileURLToPath(new URL('../../src/vectors/render.json', import.meta.url));
const vectors = JSON.parse(readFileSync(VECTORS, 'utf8')) as readonly Vector[];

// They do what the page of the vectors says, to show that it and the vectors suffice.
const READERS = [
  { language: 'Python', command: 'python3', file: 'render.py' },
  { language: 'PHP', command: 'php', file: 'render.php' },
].map((reader) => ({ ...reader, missing: whatIsMissing(reader.command) }));

for (const { language, command, file, missing } of READERS) {
  describe.skipIf(missing)(`a reader in ${language}${missing ? ` (${missing})` : ''}`, () => {
    test('passes every rendering vector', () => {
      const path = fileURLToPath(new URL(`../../src/vectors/readers/${file}`, import.meta.url));
      const outcomes = JSON.parse(execFileSync(command, [path, VECTORS], { encoding: 'utf8' }));
      const expected = vectors.map(({ token, href, error }) => ({
        ...(error === undefined ? { href } : { error }),
        calls: token === null ? 0 : 1,
      }));
      expect(outcomes).toEqual(expected);
    });
  });
}

function whatIsMissing(command: string): string | undefined {
  if (commandPath(command)) return undefined;
  const reason = `no ${command} on PATH`;
  if (process.env.CI) throw new Error(`${reason}; CI has to have it.`);
  return reason;
}

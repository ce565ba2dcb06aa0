import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ExportedDeclarations, Node, Project } from 'ts-morph';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const entries = Object.entries(manifest.exports).flatMap(([subpath, target]) =>
  typeof target === 'string' ? [] : [[subpath, join(ROOT, target.types)] as const],
);

const project = new Project({
  compilerOptions: {
    strict: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    noEmit: true,
  },
});

function nameOf(subpath: string): string {
  return subpath === '.' ? 'index' : subpath.slice(2).replaceAll('/', '-');
}

/** Every export of an entry with its signature, by name. */
function signaturesOf(types: string): string {
  const exported = project.addSourceFileAtPath(types).getExportedDeclarations();
  return [...exported]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, declarations]) => `// ${name}\n${declarations.map(signatureOf).join('\n')}\n`)
    .join('\n');
}

function signatureOf(declaration: ExportedDeclarations): string {
  const node = Node.isVariableDeclaration(declaration)
    ? declaration.getVariableStatementOrThrow()
    : declaration;
  // Comments may change without changing what is promised to a compiler.
  return node.print({ removeComments: true }).replace(/^export (?:declare )?/, '');
}

/*
 * `npm run docs` writes the report anew. A change of it is a change of the public surface: it needs
 * a line in the changelog, and a new major version where something is taken away.
 */
test.each(entries)('the exports of %s are those of the report', async (subpath, types) => {
  const advice =
    'the public surface has changed: `npm run docs` writes the report anew, for review';
  await expect(signaturesOf(types), advice).toMatchFileSnapshot(`api/${nameOf(subpath)}.d.ts.txt`);
});

test('the report has a file for each entry, and no other', () => {
  expect(readdirSync(join(ROOT, 'test/package/api')).sort()).toEqual(
    entries.map(([subpath]) => `${nameOf(subpath)}.d.ts.txt`).sort(),
  );
});

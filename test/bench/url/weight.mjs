// What the bytes of an entry are: texts, expressions or code. Each is counted by what the compressed
// bundle is larger with it.
//
//   npm run build && node test/bench/url/weight.mjs [check]
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { ts } from 'ts-morph';

const entry = process.argv[2] ?? 'check';
const path = new URL(`../../../dist/${entry === '.' ? '' : `${entry}/`}index.js`, import.meta.url);
const { outputFiles } = await build({
  entryPoints: [path.pathname],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  platform: 'browser',
  logLevel: 'error',
  write: false,
});
const code = outputFiles[0].text;
const literals = literalsOf(code);
const all = brotli(code);

const rows = [
  ['all', code.length, all],
  ...['expressions', 'tables beyond ASCII', 'sentences', 'other texts'].map((kind) => {
    const without = cut(
      code,
      literals.filter((literal) => literal.kind === kind),
    );
    return [kind, code.length - without.length, all - brotli(without)];
  }),
];
const bare = cut(code, literals);
rows.push(['code', bare.length, brotli(bare)]);
console.log('| | bytes | after brotli |\n|---|--:|--:|');
for (const [kind, bytes, compressed] of rows) console.log(`| ${kind} | ${bytes} | ${compressed} |`);

/** Where texts and expressions stand, without what is in the braces of a template. */
function literalsOf(source) {
  const file = ts.createSourceFile('a.js', source, ts.ScriptTarget.ES2022, true);
  const found = [];
  const visit = (node) => {
    const isText =
      ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node) || isTemplatePart(node);
    if (ts.isRegularExpressionLiteral(node)) found.push(literal(node, 'expressions'));
    else if (isText) found.push(literal(node, kindOf(node)));
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isTemplatePart(node) {
  return [
    ts.SyntaxKind.TemplateHead,
    ts.SyntaxKind.TemplateMiddle,
    ts.SyntaxKind.TemplateTail,
  ].includes(node.kind);
}

function literal(node, kind) {
  const [start, end] = [node.getStart(), node.getEnd()];
  return { start, end, kind };
}

function kindOf(node) {
  const text = node.getText();
  // Parts of expressions have backslashes or brackets that no sentence has.
  if (/\\\\|\[[^ ]+\]|\(\?/.test(text)) return 'expressions';
  if (/(?<!\\)\\u[\da-f]/i.test(text)) return 'tables beyond ASCII';
  return / /.test(text.slice(1, -1)) ? 'sentences' : 'other texts';
}

/** The code with nothing between the marks of these literals. */
function cut(source, some) {
  let kept = '';
  let at = 0;
  for (const { start, end } of some) {
    const close = source.startsWith('${', end - 2) ? 2 : 1;
    kept += source.slice(at, start + 1);
    at = Math.max(start + 1, end - close);
  }
  return kept + source.slice(at);
}

function brotli(text) {
  return brotliCompressSync(text).length;
}

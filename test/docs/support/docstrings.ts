import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import {
  type ExportedDeclarations,
  type FunctionLikeDeclaration,
  type JSDoc,
  type JSDocableNode,
  Node,
  Project,
  type TypeNode,
} from 'ts-morph';
import { ROOT } from './pages.ts';

/** Something that a user of the package would look up and not find. */
export interface Gap {
  readonly room: string;
  /** For example `createReceiver` or `ReceiverOptions.client`. */
  readonly name: string;
  readonly lacks: 'sentence' | '@param' | '@returns' | '@throws' | '@example';
  readonly detail: string;
}

/** The declarations that the entries of the built package consist of. */
export function declarationEntries(): readonly string[] {
  const { exports } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types: string }>;
  };
  return Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : [join(ROOT, entry.types)],
  );
}

/** What the docstrings do not say, over everything that these entries export. */
export function findGaps(entries: readonly string[], dist = join(ROOT, 'dist')): readonly Gap[] {
  const project = new Project({
    compilerOptions: {
      strict: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      noEmit: true,
    },
  });
  const seen = new Set<ExportedDeclarations>();
  const gaps: Gap[] = [];
  for (const entry of entries) {
    for (const [name, declarations] of project
      .addSourceFileAtPath(entry)
      .getExportedDeclarations()) {
      // Overloads share the docstring of the first one.
      for (const declaration of declarations.filter(isFirst)) {
        if (seen.has(declaration)) continue;
        seen.add(declaration);
        const [first = ''] = relative(dist, declaration.getSourceFile().getFilePath()).split('/');
        const room = first.replace('.d.ts', '');
        gaps.push(...gapsOf(declaration, name).map((gap) => ({ ...gap, room })));
      }
    }
  }
  return gaps;
}

type Found = Omit<Gap, 'room'>;

function isFirst(declaration: ExportedDeclarations): boolean {
  if (!Node.isFunctionDeclaration(declaration)) return true;
  const [first] = declaration
    .getSourceFile()
    .getFunctions()
    .filter((each) => each.getName() === declaration.getName());
  return first === declaration;
}

function gapsOf(declaration: ExportedDeclarations, name: string): readonly Found[] {
  if (Node.isFunctionDeclaration(declaration))
    return gapsOfFunction(declaration, declaration, name);
  if (Node.isVariableDeclaration(declaration)) return gapsOfVariable(declaration, name);
  if (Node.isTypeAliasDeclaration(declaration)) {
    return [...gapsOfSentence(declaration, name), ...gapsOfType(declaration.getTypeNode(), name)];
  }
  if (Node.isInterfaceDeclaration(declaration)) {
    // The members of somebody else's object are documented there.
    if (/^(?:What is used of|The part of) /.test(sentenceOf(declaration))) return [];
    return [...gapsOfSentence(declaration, name), ...gapsOfMembers(declaration.getMembers(), name)];
  }
  if (Node.isClassDeclaration(declaration)) {
    return [...gapsOfSentence(declaration, name), ...gapsOfMembers(declaration.getMembers(), name)];
  }
  throw new Error(`${name} is a ${declaration.getKindName()}, which nobody has thought of.`);
}

function gapsOfVariable(
  declaration: Node & { getTypeNode(): TypeNode | undefined },
  name: string,
): readonly Found[] {
  const statement = declaration.getFirstAncestor(Node.isVariableStatement);
  if (!statement) throw new Error(`${name} stands in no statement.`);
  const type = declaration.getTypeNode();
  if (type && Node.isFunctionTypeNode(type)) return gapsOfFunction(type, statement, name);
  return [...gapsOfSentence(statement, name), ...gapsOfType(type, name)];
}

function gapsOfFunction(
  callable: Pick<FunctionLikeDeclaration, 'getParameters' | 'getReturnType'>,
  documented: JSDocableNode,
  name: string,
): readonly Found[] {
  const docs = documented.getJsDocs();
  const gaps: Found[] = [...gapsOfSentence(documented, name)];
  const paramNames = tagsOf(docs, 'param').map((text) => /^[\w$.]+/.exec(text)?.[0] ?? '');
  for (const parameter of callable.getParameters()) {
    const wanted = parameter.getName();
    // The name of an unpacked parameter is its pattern: any name that has a tag stands for it.
    const found = paramNames.some(
      (each) => wanted.startsWith('{') || each.split('.')[0] === wanted,
    );
    if (!found) gaps.push({ name, lacks: '@param', detail: wanted });
  }
  const returns = callable.getReturnType().getText();
  const nothing = /^(?:void|undefined|Promise<void>|asserts )/.test(returns);
  if (!nothing && tagsOf(docs, 'returns').length === 0) {
    gaps.push({ name, lacks: '@returns', detail: returns.replace(/import\([^)]*\)\./g, '') });
  }
  if (tagsOf(docs, 'throws').length === 0 && !/never (?:throws|rejects)/i.test(textOf(docs))) {
    gaps.push({ name, lacks: '@throws', detail: 'or the words "never throws"' });
  }
  if (tagsOf(docs, 'example').length === 0) gaps.push({ name, lacks: '@example', detail: '' });
  return gaps;
}

function gapsOfMembers(members: readonly Node[], name: string): readonly Found[] {
  return members.flatMap((member) => {
    if (Node.isConstructorDeclaration(member) || isPrivate(member)) return [];
    const own = `${name}.${Node.hasName(member) ? member.getName() : member.getKindName()}`;
    if (!Node.isJSDocable(member)) return [{ name: own, lacks: 'sentence' as const, detail: '' }];
    const type = Node.isTyped(member) ? member.getTypeNode() : undefined;
    // What a function takes is said in its own docstring.
    const params = tagsOf(member.getJsDocs(), 'param').join('\n');
    const inner = gapsOfType(type, own).filter(
      (gap) => !RegExp(`^[\\w$]+\\.${gap.name.split('.').at(-1)}\\b`, 'm').test(params),
    );
    return [...gapsOfSentence(member, own), ...inner];
  });
}

function isPrivate(member: Node): boolean {
  // What an index signature is for, the type says of itself.
  if (Node.isIndexSignatureDeclaration(member)) return true;
  if (Node.isScoped(member) && member.getScope() !== 'public') return true;
  // Every error has a name, and it is that of its class.
  if (Node.hasName(member) && member.getName() === 'name' && Node.isGetAccessorDeclaration(member))
    return true;
  // Symbols and private fields are not for users.
  return Node.hasName(member) && /^(?:\[|#)/.test(member.getName());
}

/** Members of object types that stand in another type: in a union, an array, a function's result. */
function gapsOfType(type: TypeNode | undefined, name: string): readonly Found[] {
  // A condition on somebody else's types has no members of its own.
  if (!type || Node.isConditionalTypeNode(type)) return [];
  if (Node.isTypeLiteral(type)) return gapsOfMembers(type.getMembers(), name);
  const inner = type
    .getDescendants()
    .filter(
      (node) =>
        Node.isTypeLiteral(node) &&
        node.getFirstAncestor((up) => up === type || Node.isTypeLiteral(up)) === type,
    );
  return inner.flatMap((node) =>
    Node.isTypeLiteral(node) ? gapsOfMembers(node.getMembers(), name) : [],
  );
}

function sentenceOf(node: JSDocableNode): string {
  return node
    .getJsDocs()
    .map((doc) => doc.getDescription().trim())
    .join(' ')
    .trim();
}

function gapsOfSentence(node: JSDocableNode, name: string): readonly Found[] {
  return sentenceOf(node) === '' ? [{ name, lacks: 'sentence', detail: '' }] : [];
}

function tagsOf(docs: readonly JSDoc[], tag: string): readonly string[] {
  return docs.flatMap((doc) =>
    doc
      .getTags()
      .filter((each) => each.getTagName() === tag)
      .map((each) =>
        each
          .getText()
          .replace(/^@\w+\s*/, '')
          .trim(),
      )
      .filter((text) => text !== '' && text !== '*'),
  );
}

function textOf(docs: readonly JSDoc[]): string {
  return docs.map((doc) => doc.getText()).join('\n');
}

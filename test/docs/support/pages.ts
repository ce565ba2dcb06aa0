import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import GithubSlugger from 'github-slugger';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { toString as textOf } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';

/** A page for people, taken apart. */
export interface Page {
  /** From the root of the repository, for example `src/url/README.md`. */
  readonly path: string;
  readonly text: string;
  readonly blocks: readonly Block[];
  readonly links: readonly Link[];
  /** The fragments by which its headings can be linked to. */
  readonly anchors: ReadonlySet<string>;
}

/**
 * A fenced code block with what the HTML comments right before it say:
 *
 * - `<!-- run -->`: run it, and compare what it prints with the comments behind each `console.log`;
 * - `<!-- run: vitest -->`: run it as a test file;
 * - `<!-- given … -->`: code that stands before it, for names that the reader brings along;
 * - `<!-- continues -->`: it goes on from the block before it.
 */
export interface Block {
  readonly page: string;
  /** Line of its first line of code, counted from 1. */
  readonly line: number;
  readonly language: string;
  readonly code: string;
  readonly given: string;
  readonly run: 'node' | 'vitest' | undefined;
  readonly continues: boolean;
}

export interface Link {
  readonly line: number;
  readonly url: string;
}

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Every page that the repository shows to people. */
export function readPages(): readonly Page[] {
  const under = (folder: string) =>
    existsSync(join(ROOT, folder))
      ? readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
          .filter((name) => name.endsWith('.md'))
          .map((name) => `${folder}/${name}`)
      : [];
  const paths = ['README.md', 'CHANGELOG.md', ...['src', '.github'].flatMap(under)];
  return paths.map((path) => readPage(path, readFileSync(join(ROOT, path), 'utf8')));
}

export function readPage(path: string, text: string): Page {
  const slugger = new GithubSlugger();
  const blocks: Block[] = [];
  const links: Link[] = [];
  const anchors = new Set<string>();
  let comments = '';
  visit(fromMarkdown(text), (node) => {
    const line = node.position?.start.line ?? 0;
    if (node.type === 'heading') anchors.add(slugger.slug(textOf(node)));
    if (node.type === 'link' || node.type === 'definition') links.push({ line, url: node.url });
    if (node.type === 'code') {
      blocks.push({
        page: path,
        line: line + 1,
        language: node.lang ?? '',
        code: node.value,
        ...instructionsIn(comments),
      });
    }
    // Comments speak of the block that follows them directly.
    if (node.type === 'html') comments += node.value;
    else comments = '';
  });
  return { path, text, blocks, links, anchors };
}

/** What the comments before a block ask for. */
function instructionsIn(html: string): Pick<Block, 'given' | 'run' | 'continues'> {
  const said = [...html.matchAll(/<!--\s*([\s\S]*?)\s*-->/g)].map(([, text = '']) => text);
  const given = said.map((text) => /^given\s+([\s\S]*)$/.exec(text)?.[1]);
  return {
    given: given.filter((code) => code !== undefined).join('\n'),
    run: said.includes('run: vitest') ? 'vitest' : said.includes('run') ? 'node' : undefined,
    continues: said.includes('continues'),
  };
}

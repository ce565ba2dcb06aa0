import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Page, ROOT, readPage, readPages } from './support/pages.ts';

const pages = new Map(readPages().map((page) => [page.path, page]));

/** Links of the page that lead to no file or to no heading of it. */
function brokenLinksOf(page: Page): readonly string[] {
  return page.links
    .filter(({ url }) => !/^[a-z]+:/.test(url))
    .filter(({ url }) => {
      const [path = '', anchor] = url.split('#');
      const target = path === '' ? page.path : posix.join(posix.dirname(page.path), path);
      if (target === page.path) return !page.anchors.has(anchor ?? '');
      if (!existsSync(join(ROOT, target))) return true;
      return anchor !== undefined && pages.get(target)?.anchors.has(anchor) !== true;
    })
    .map(({ line, url }) => `${page.path}:${line} ${url}`);
}

describe('the links of a page lead somewhere', () => {
  test.each([...pages.keys()])('%s', (path) => {
    expect(brokenLinksOf(pages.get(path) as Page)).toEqual([]);
  });

  test('and one that does not is found', () => {
    const text = [
      '# Here',
      '[a](#here) [b](#there) [c](../README.md) [d](gone.md) [e](../src/url/README.md#gone)',
      '[f](https://svc.example/#x) [g]: ../nowhere',
    ].join('\n');
    const broken = brokenLinksOf(readPage('test/page.md', text));
    expect(broken.map((link) => link.split(' ')[1])).toEqual([
      '#there',
      'gone.md',
      '../src/url/README.md#gone',
    ]);
  });
});

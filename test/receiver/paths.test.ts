import { describe, expect, test } from 'vitest';
import {
  checkPath,
  localTarget,
  mayLeadToOneOf,
  pathOf,
  relativeLocation,
  withoutBasePath,
} from '../../src/receiver/paths.ts';

describe('a target', () => {
  test.each([
    ['/a?b', '/a?b', '/a'],
    ['https://svc.example/a?b', '/a?b', '/a'],
    ['web+app2://svc.example/a/', '/a/', '/a/'],
    ['https://svc.example?b', '/?b', '/'],
    ['/https://svc.example/a', '/https://svc.example/a', '/https://svc.example/a'],
    ['a?https://svc.example/b', '/a?https://svc.example/b', '/a'],
    ['?b', '/?b', '/'],
    ['', '/', '/'],
  ])('%j is local as %j, with the path %j', (target, local, path) => {
    expect(localTarget(target)).toBe(local);
    expect(pathOf(target)).toBe(path);
  });

  test.each([
    ['/webhook', true],
    ['/Webhook/x', true],
    ['//x', true],
    ['/\\x', true],
    ['/%77', true],
    ['/é', true],
    ['https://svc.example/w', true],
    ['ftp://svc.example/a', true],
    ['webhook', true],
    ['/app', false],
    ['/', false],
    ['https://svc.example/app', false],
    ['http://svc.example/app', false],
  ])('%j may lead to /webhook: %s', (target, answer) => {
    expect(mayLeadToOneOf(['/webhook'])(target)).toBe(answer);
  });

  test.each([
    ['/app/a', '/app', '/a'],
    ['/app', '/app', '/'],
    ['/apple', '/app', undefined],
    ['/a', '', '/a'],
  ])('%j without the base path %j is %j', (path, basePath, rest) => {
    expect(withoutBasePath(path, basePath)).toBe(rest);
  });
});

describe('a relative location', () => {
  test.each([
    ['/a', '/a?b?c', './a?b?c'],
    ['/a/b', '/a/b', './b'],
    ['/a/b/c', '/d/e', '../../d/e'],
    ['/a', '/d/e?f', './d/e?f'],
    ['/a/', '/a', '../a'],
  ])('from %j to %j is %j', (from, to, location) => {
    expect(relativeLocation(from, to)).toBe(location);
    expect(new URL(location, `https://svc.example${from}`).href).toBe(`https://svc.example${to}`);
  });
});

describe("a path of one's own server", () => {
  test.each(['/', '/a/b.c~!$&()*+,;=:@%20', '/a?b=/c'])('may be %j', (path) => {
    expect(checkPath('landing', path, true)).toBe(path);
  });

  test.each(['', 'a', '//a', '/\\a', '/a b', '/a#b', 'https://a/'])('is not %j', (path) => {
    expect(() => checkPath('landing', path, true)).toThrow(/landing must begin with exactly one/);
  });
});

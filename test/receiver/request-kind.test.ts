import { describe, expect, test } from 'vitest';
import { isDocument, isEmbedded } from '../../src/receiver/request-kind.ts';

const reader = (headers: Record<string, string>) => (name: string) => headers[name] ?? null;

describe('what a request asks for', () => {
  test.each([
    [{ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }, true, false],
    [{ 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }, true, true],
    [{ 'sec-fetch-dest': 'frame' }, true, true],
    [{ 'sec-fetch-dest': 'document' }, true, false],
    [{ 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', accept: 'text/html' }, false, false],
    [{ 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }, false, false],
    [{ accept: 'text/html,*/*' }, true, false],
    [{ accept: 'application/json' }, false, false],
    [{}, false, false],
  ])('%j is a document: %s, in a frame: %s', (headers, document, embedded) => {
    const header = reader(headers as Record<string, string>);
    expect([isDocument(header), isEmbedded(header)]).toEqual([document, embedded]);
  });
});

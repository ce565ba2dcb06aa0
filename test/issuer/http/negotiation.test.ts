import { expect, test } from 'vitest';
import { acceptsJson, sendsJson } from '../../../src/issuer/http/negotiation.ts';

test.each<[string | undefined, boolean]>([
  [undefined, true],
  ['', true],
  ['*/*', true],
  ['application/json', true],
  ['Application/JSON', true],
  ['application/*', true],
  ['text/html, */*', true],
  ['text/html,application/json', true],
  ['text/html , application/json ; q=0.001', true],
  ['application/json;level=0', true],
  ['application/json, application/*;q=0, */*;q=0', true],
  ['application/*, */*;q=0', true],
  ['text/html', false],
  ['text/*', false],
  ['application/jsonp', false],
  ['application/json;q=0', false],
  ['application/json ; level=1 ; Q = 0.000', false],
  ['application/json;q=0, application/*, */*', false],
  ['application/*;q=0, */*', false],
  ['*/*;q=0', false],
])('Accept: %s takes JSON: %s', (accept, isAcceptable) => {
  expect(acceptsJson(accept)).toBe(isAcceptable);
});

test.each<[string | undefined, string | undefined, boolean]>([
  ['application/json', undefined, true],
  ['application/json', 'identity', true],
  ['application/json', 'Identity', true],
  [' Application/JSON ', undefined, true],
  ['application/json; charset=utf-8', undefined, true],
  ['application/json;Charset="UTF8"', undefined, true],
  ['application/json; profile=x; charset = utf-8 ', undefined, true],
  ['application/json; charset', undefined, false],
  ['application/json; charset=latin1', undefined, false],
  ['application/json; charset=xutf-8', undefined, false],
  ['application/json; charset=utf-8x', undefined, false],
  ['application/json; profile=x; charset=utf-16', undefined, false],
  ['application/json', 'gzip', false],
  ['application/json', '', false],
  ['text/json', undefined, false],
  ['', undefined, false],
  [undefined, undefined, false],
])('Content-Type: %s in the encoding %s is JSON: %s', (contentType, contentEncoding, isJson) => {
  expect(sendsJson(contentType, contentEncoding)).toBe(isJson);
});

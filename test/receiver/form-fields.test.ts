import { describe, expect, test } from 'vitest';
import { isForm, MAX_FORM_BYTES, parsedForm, readForm } from '../../src/receiver/form-fields.ts';

const request = (body: BodyInit | null) =>
  new Request('https://svc.example/', { method: 'POST', body, duplex: 'half' } as RequestInit);

describe('a form', () => {
  test.each([
    ['application/x-www-form-urlencoded', true],
    [' Application/X-WWW-Form-Urlencoded ; charset=utf-8', true],
    ['application/x-www-form-urlencoded2', false],
    ['multipart/form-data', false],
    [undefined, false],
    [null, false],
  ])('has the type %j: %s', (type, answer) => {
    expect(isForm(type)).toBe(answer);
  });

  test('is read from a copy, characters that were cut in two included', async () => {
    const bytes = new TextEncoder().encode('a=1&größe=2');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const posted = request(body);
    expect(await readForm(posted)).toEqual([
      ['a', '1'],
      ['größe', '2'],
    ]);
    expect(await posted.text()).toBe('a=1&größe=2');
  });

  test('is none without a body, with one that was read, and beyond 64 kB', async () => {
    expect(await readForm(new Request('https://svc.example/'))).toBeUndefined();
    const read = request('a=1');
    await read.text();
    expect(await readForm(read)).toBeUndefined();
    const most = `a=${'x'.repeat(MAX_FORM_BYTES - 2)}`;
    expect(await readForm(request(most))).toEqual([['a', most.slice(2)]]);
    expect(await readForm(request(`${most}x`))).toBeUndefined();
  });

  test.each([
    [
      { a: '1', b: ['2', '3'] },
      [
        ['a', '1'],
        ['b', '2'],
        ['b', '3'],
      ],
    ],
    [
      { a: 1, b: { c: '2' }, d: null },
      [
        ['a', ''],
        ['b', ''],
        ['d', ''],
      ],
    ],
    [{}, []],
    [undefined, undefined],
    [null, undefined],
    ['a=1', undefined],
  ])('that a framework parsed as %j has the fields %j', (body, fields) => {
    expect(parsedForm(body)).toEqual(fields);
  });
});

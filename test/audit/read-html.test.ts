import { expect, test } from 'vitest';
import { readHtml, refreshTarget } from '../../src/audit/read-html.ts';

test('what a user reads is without scripts, styles and tags', () => {
  const page = '<style>p{}</style><p>Hello <b>you</b> &amp; me</p><script>var x="no"</script>';
  expect(readHtml(page).text.replace(/\s+/g, ' ').trim()).toBe('Hello you & me');
  expect(readHtml(page).hasScript).toBe(true);
});

test('the first posted form comes with its hidden fields and its first button', () => {
  const page =
    '<form action="/search"><input name="q"></form>' +
    '<form method="POST" action="/go?a=1&amp;b=2"><input type="hidden" name="id" value="7">' +
    '<button name="do" value="yes">Yes</button><button name="do" value="no">No</button></form>' +
    '<form method="post" action="/other"></form>';
  expect(readHtml(page).form).toEqual({
    action: '/go?a=1&b=2',
    fields: [
      ['id', '7'],
      ['do', 'yes'],
    ],
  });
});

test('JSON and plain text are all text and have no form', () => {
  expect(readHtml('{"user":"a"}')).toMatchObject({ text: '{"user":"a"}', form: undefined });
});

test.each([
  ['0;url=/next', '/next'],
  ["0; URL='/next?a=1'", '/next?a=1'],
  ['3, https://svc.example/', 'https://svc.example/'],
  ['30;url=/later', undefined],
  ['', undefined],
])('a refresh of %j leads to %j', (content, target) => {
  expect(refreshTarget(content)).toBe(target);
});

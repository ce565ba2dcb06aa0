import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { relayPage } from '../../../src/receiver/pages/relay-page.ts';

/** What a browser's window has of what the page's script asks for. */
async function opened(name: string | undefined, hash: string) {
  const html = await relayPage(name, 'en', undefined).text();
  const [, script = ''] = /<script[^>]*>(.*?)<\/script>/s.exec(html) ?? [];
  const page = { posted: undefined as unknown, incomplete: false, shown: hash };
  const notice = {
    set hidden(is: boolean) {
      page.incomplete = !is;
    },
  };
  const form: { method?: string; fields: { name?: string; value?: string }[] } = { fields: [] };
  runInNewContext(script, {
    location: { hash, pathname: '/open', search: '?a=1' },
    history: {
      replaceState: (_: null, __: string, url: string) => {
        page.shown = url;
      },
    },
    document: {
      getElementById: () => notice,
      createElement: (tag: string) =>
        tag === 'form'
          ? Object.assign(form, {
              appendChild: (field: object) => form.fields.push(field),
              submit: () => {
                page.posted = { method: form.method, ...form.fields[0] };
              },
            })
          : {},
      body: { appendChild: () => undefined },
    },
  });
  return page;
}

const posted = (value: string) => ({ method: 'post', type: 'hidden', name: 'mile-token', value });

describe('the script of the relay page', () => {
  test.each([
    ['token', '#token=T', 'T'],
    ['token', '#a=1&token=T&b', 'T'],
    ['token', '#token=a%2Bb%3D', 'a+b='],
    ['token', '#token=a=b', 'a=b'],
    ['token', '#token=100%', '100%'],
    ['token', '#%74oken=T', 'T'],
    ['größe', '#gr%C3%B6%C3%9Fe=T', 'T'],
    ['x y', '#x%20y=T', 'T'],
    ['</script>', '#</script>=T', 'T'],
    [undefined, '#T', 'T'],
    [undefined, '#a=b&c', 'a=b&c'],
  ])('of the parameter %s finds in %s the token %s', async (name, hash, token) => {
    const page = await opened(name, hash);
    expect(page.posted).toEqual(posted(token));
    expect(page).toMatchObject({ incomplete: false, shown: '/open?a=1' });
  });

  test.each([
    ['token', ''],
    ['token', '#'],
    ['token', '#token'],
    ['token', '#token='],
    ['token', '#tokens=T&xtoken=T'],
    ['token', '#token=T&token=U'],
    [undefined, ''],
  ])('of the parameter %s says of %j that the link is incomplete', async (name, hash) => {
    const page = await opened(name, hash);
    expect(page).toMatchObject({ posted: undefined, incomplete: true, shown: '/open?a=1' });
  });
});

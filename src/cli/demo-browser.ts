import { RELAY_FIELD } from '../receiver/pages/relay-page.ts';
import type { ModuleUrl } from '../url/module-url.ts';

/** As much of a browser as the demo needs: it opens links, and keeps the cookie that it is given. */
export interface DemoBrowser {
  readonly visit: (href: string) => Promise<Response>;
  /** Goes where the last visit led, with the cookie. */
  readonly reload: () => Promise<Response>;
  /** Another person's browser. */
  readonly fresh: () => DemoBrowser;
}

const NAVIGATION = {
  accept: 'text/html',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
};

/** @param answer - the service, as a function */
export function demoBrowser(
  moduleUrl: ModuleUrl,
  answer: (request: Request) => Promise<Response>,
): DemoBrowser {
  const { origin } = moduleUrl;
  const template = moduleUrl.render('T').href;
  let cookie = '';
  let next = origin;

  return {
    async visit(href) {
      const [page = '', fragment] = href.split('#');
      const isRelayed = moduleUrl.placeholders[0]?.component === 'fragment';
      const response = await answer(isRelayed ? posted(page, fragment ?? '') : opened(page));
      const [set] = response.headers.getSetCookie();
      if (set !== undefined) cookie = set.split(';')[0] ?? '';
      const location = response.headers.get('location');
      if (location !== null) next = new URL(location, page).href;
      return response;
    },
    reload: () => answer(new Request(next, { headers: { ...NAVIGATION, cookie } })),
    fresh: () => demoBrowser(moduleUrl, answer),
  };

  function opened(page: string): Request {
    return new Request(page, { headers: { ...NAVIGATION, 'sec-fetch-site': 'cross-site' } });
  }

  /** What the script of the receiver's page does with a token in the fragment, which no server sees. */
  function posted(page: string, fragment: string): Request {
    const start = template.split('#')[1]?.indexOf('T') ?? 0;
    const token = /^[A-Za-z0-9]*/.exec(fragment.slice(start))?.[0] ?? '';
    const type = 'application/x-www-form-urlencoded';
    return new Request(page, {
      method: 'POST',
      headers: { ...NAVIGATION, origin, 'sec-fetch-site': 'same-origin', 'content-type': type },
      body: `${RELAY_FIELD}=${token}`,
    });
  }
}

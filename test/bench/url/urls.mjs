// A thousand module URLs as admins configure them, always the same ones.

const HOSTS = [
  'svc',
  'app',
  'hooks',
  'api.eu',
  'my-service',
  'portal.staging',
  'forms',
  'reports2',
];
const DOMAINS = [
  'example',
  'example.com',
  'example.co.id',
  'example.org',
  'acme-logistics.example',
];
const WORDS = [
  'webhook',
  'open',
  'v1',
  'tasks',
  'module',
  'launch',
  'report.html',
  'delivery-notes',
  'app',
  'embed',
];
const NAMES = [
  'lang',
  'ref',
  'view',
  'org',
  'theme',
  'source',
  'utm_source',
  'filter',
  'page',
  'redirect',
];
const VALUES = [
  'en',
  'id-ID',
  'mile',
  '1',
  'dark',
  'side%20menu',
  'caf%C3%A9',
  'a+b',
  '5f0c1d2e3f4a5b6c7d8e9f00',
  'daily%2Fweekly',
  'x%26y',
  '',
];
const TOKEN_NAMES = ['token', 'token', 'token', 'short_token', 't', 'auth', 'st'];
const ODD = [
  (url) => url.replace('/open', '/open now').replace(/(example[^/]*\/)/, '$1my page/'),
  (url) => `${url}&city=Besançon`,
  (url) => url.replace(/\/\/[^/:]*/, '//xn--bcher-kva.example'),
  (url) => url.replace(/\/\/[^/]*/, '//localhost:3000'),
  (url) => `${url}&next=https%3A%2F%2Fpartner.example%2Fhome%3Fid%3D7`,
];
const PLACEHOLDER = '{SHORT_TOKEN}';

/** 10 % without a placeholder, 15 % with it in the path, the others in the query; 3 % odd ones. */
export function moduleUrls(count = 1_000) {
  const random = numbers(20_261_120);
  const below = (bound) => Math.floor(random() * bound);
  const pick = (list) => list[below(list.length)];
  return Array.from({ length: count }, (_, i) => {
    const port = below(5) === 0 ? `:${pick([8443, 3000, 8080, 9000])}` : '';
    const path = Array.from({ length: 1 + below(3) }, () => pick(WORDS));
    const query = Array.from({ length: below(5) }, () => `${pick(NAMES)}=${pick(VALUES)}`);
    const place = i % 10 === 3 ? 'nowhere' : i % 20 < 3 ? 'path' : 'query';
    if (place === 'path') path.splice(below(path.length + 1), 0, PLACEHOLDER);
    if (place === 'query') {
      query.splice(below(query.length + 1), 0, `${pick(TOKEN_NAMES)}=${PLACEHOLDER}`);
    }
    const hash = below(8) === 0 ? pick(['#top', '#/inbox', '#section-2']) : '';
    const target = `/${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : '?v=2'}`;
    const url = `https://${pick(HOSTS)}.${pick(DOMAINS)}${port}${target}`;
    return (i % 33 === 7 && i < 33 * 30 ? pick(ODD)(url) : url) + hash;
  });
}

/** Tokens like the default generator's. */
export function shortTokens(count = 1_000) {
  const random = numbers(7);
  const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  const character = () => alphabet[Math.floor(random() * alphabet.length)];
  return Array.from({ length: count }, () => Array.from({ length: 22 }, character).join(''));
}

// Mulberry32: the same numbers on every machine.
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

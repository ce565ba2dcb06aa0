import { expect, test } from 'vitest';
import { URI } from './rfc3986.ts';

// The examples of section 1.1.2 and of RFC 2732, and what the grammar forbids.
const URIS = [
  'ftp://ftp.is.co.za/rfc/rfc1808.txt',
  'http://www.ietf.org/rfc/rfc2396.txt',
  'ldap://[2001:db8::7]/c=GB?objectClass?one',
  'mailto:John.Doe@example.com',
  'news:comp.infosystems.www.servers.unix',
  'tel:+1-816-555-1212',
  'telnet://192.0.2.16:80/',
  'urn:oasis:names:specification:docbook:dtd:xml:4.1.2',
  'http://[FEDC:BA98:7654:3210:FEDC:BA98:7654:3210]:80/index.html',
  'http://[1080::8:800:200C:417A]/foo',
  'http://[::192.9.5.5]/ipng',
  'http://[::FFFF:129.144.52.38]:80/index.html',
  'https://s.example:/?#',
];
const OTHERS = [
  'https://s.example/a b',
  'https://s.example/%zz',
  'https://s.example/%4',
  'https://s.example/{a}',
  'https://s.example/a|b',
  'https://s.example/?a[]=1',
  'https://s.example/#a#b',
  'https://s.example/\u00e9',
  'https://s.example\\a',
  'https://[1::2::3]/',
  'https://[::1/',
  '//s.example/',
  '1https://s.example/',
];

test.each(URIS)('%s is a URI', (uri) => expect(uri).toMatch(URI));
test.each(OTHERS)('%s is none', (text) => expect(text).not.toMatch(URI));
test('its parts have names', () => {
  const parts = URI.exec('https://u@s.example:8443/a/b?c=d#e')?.groups;
  expect(parts).toMatchObject({
    scheme: 'https',
    userinfo: 'u',
    host: 's.example',
    port: '8443',
    pathAbempty: '/a/b',
    query: 'c=d',
    fragment: 'e',
  });
});

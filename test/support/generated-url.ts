import { type Chance, oneOf } from './chance.ts';
import { unicodeLabel } from './unicode-labels.ts';

const PLACEHOLDERS = ['{SHORT_TOKEN}', '{SHORT_TOKEN}', '<SHORT_TOKEN>', '%7bSHORT_TOKEN%7D'];
const WORDS = ['a', 'webhook', 'token', 't', 'API', 'v1', '0', 'x-y', 'under_score', '~b', 'a.b'];
const ODD = [
  ...'!$&\'()*+,;=:@/?#[]{}|^`"<>\\% ~.-_',
  ...['//', '/./', '/../', '/..', '..', '%2e', '%2E%2e', '%', '%4', '%zz', '%25', '%2F', '%5C'],
  ...['%00', '%0A', '%C3%A9', '%ff', '&amp;', '??', '=='],
  ...['\u00e9', '\u65e5', '\u{1f600}', '\u00a0', '\u200b', '\u00ad', '\u3002', '\u212a', '\u0130'],
  ...['\uff0f', '\uff1f', '\uff20', '\uff0e', '\u2028', '\u202e', '\ufeff', '\ud800', '\udc00'],
  ...['\t', '\n', '\r', '\0', '\x7f', '\x80'],
  ...['https://', 'https%3A%2F%2Fevil.example%2F', '@evil.example', ':443', ':80'],
];
const SCHEMES = [...Array(30).fill('https://'), 'HTTPS://', 'http://', 'https:/', 'https:', '//'];
const PORTS = ['', '', '', '', '', ':8443', ':443', ':', ':80', ':1', ':65535', ':0', ':65536'];

/** A URL as people write it, mostly; one part in eight has something odd in it. */
export function generatedUrl(chance: Chance): string {
  let url = oneOf(chance, SCHEMES) + host(chance) + oneOf(chance, PORTS);
  for (let left = chance(4); left > 0; left--) url += `/${text(chance)}`;
  if (chance(3)) {
    url += '?';
    for (let left = chance(3); left >= 0; left--) {
      url += `${text(chance)}=${text(chance)}${left ? '&' : ''}`;
    }
  }
  if (chance(4) === 0) url += `#${text(chance)}`;
  // Anything anywhere, which the grammar above would not come upon.
  if (chance(12)) return url;
  const at = chance(url.length + 1);
  return url.slice(0, at) + oneOf(chance, ODD) + url.slice(at + chance(2));
}

function text(chance: Chance): string {
  const kind = chance(16);
  if (kind < 4) return oneOf(chance, PLACEHOLDERS);
  const word = oneOf(chance, WORDS);
  if (kind < 14) return word;
  const odd = oneOf(chance, ODD);
  return kind === 14 ? word + odd : odd + word + oneOf(chance, ODD);
}

function host(chance: Chance): string {
  const kind = chance(40);
  if (kind < 24) return oneOf(chance, ['s.example', 'svc-2.eu.example', 'a_b.example', 'x.co.id']);
  if (kind < 27) return `${mixedCase(chance)}.Example${chance(4) ? '' : '.'}`;
  if (kind < 30) return ipv4(chance);
  if (kind < 34) return ipv6(chance);
  if (kind < 36) return `xn--${punycode(chance)}.example`;
  if (kind < 38) return `${unicodeLabel(chance)}.example`;
  return oneOf(chance, ['localhost', 's..example', '-a-.example', 's', '1.example', 'a.1', 'a.0x']);
}

function mixedCase(chance: Chance): string {
  let label = '';
  for (let left = 1 + chance(8); left > 0; left--) label += oneOf(chance, 'abcXYZ019-_');
  return label;
}

function ipv4(chance: Chance): string {
  const number = () => oneOf(chance, ['0', '1', '10', '127', '192', '255', '256', '010', '0x7f']);
  return Array.from({ length: oneOf(chance, [4, 4, 4, 4, 3, 2, 1, 5]) }, number).join('.');
}

function ipv6(chance: Chance): string {
  const group = () =>
    oneOf(chance, ['0', '0', '1', 'a', 'fe80', '2001', 'db8', '00', '0A', 'ffff']);
  const groups = Array.from({ length: oneOf(chance, [8, 8, 7, 6, 4, 2]) }, group);
  if (groups.length < 8 || chance(3) === 0) {
    const at = chance(groups.length);
    groups.splice(at, chance(3), '');
  }
  const address = groups
    .join(':')
    .replace(/^:(?!:)/, '::')
    .replace(/(?<!:):$/, '::');
  return `[${chance(10) ? address : `${address}:192.0.2.1`}]`;
}

function punycode(chance: Chance): string {
  let label = '';
  for (let left = 2 + chance(8); left > 0; left--) {
    label += oneOf(chance, 'abcdefghijklmnopqrstuvwxyz0123456789-');
  }
  return label;
}

import { domainToASCII } from 'node:url';
import { toASCII } from 'tr46';
import { describe, expect, test } from 'vitest';
import { URL as OlderURL } from 'whatwg-url';
import { URL as NewerURL } from 'whatwg-url-17';
import { DISPUTED } from '../../src/idna/disputed.ts';
import { domainToAscii } from '../../src/idna/index.ts';
import { fromChance } from '../support/chance.ts';
import { unicodeLabel } from '../support/unicode-labels.ts';

const LONG = 'a'.repeat(70);

describe('a domain name in ASCII', () => {
  test.each<[name: string, domain: string, ascii: string | null]>([
    ['plain letters stay', 'svc.example', 'svc.example'],
    ['capitals become small', 'SVC.Example', 'svc.example'],
    ['hyphens may stand anywhere', '-a-.b--c.d', '-a-.b--c.d'],
    ['underscores are kept', '_dmarc.svc.example', '_dmarc.svc.example'],
    ['a dot at the end is kept', 'svc.example.', 'svc.example.'],
    ['lengths are the business of the caller', `${LONG}.example`, `${LONG}.example`],
    ['numbers are the business of the caller', '127.0.0.1', '127.0.0.1'],
    ['nothing is no name', '', null],
    ['a blank is forbidden', 'a b.example', null],
    ['a slash is forbidden', 'a/b.example', null],
    ['an at sign is forbidden', 'a@b.example', null],
    ['a percent sign is forbidden', 'a%2eb.example', null],
    ['a colon is forbidden', 'svc.example:8443', null],
    ['a line break is forbidden', 'svc\n.example', null],
    ['over 1,000 characters are refused', 'a'.repeat(1_001), null],
  ])('%s', (_, domain, ascii) => expect(domainToAscii(domain)).toBe(ascii));
});

describe('a domain name beyond ASCII', () => {
  test.each<[name: string, domain: string, ascii: string | null]>([
    ['an umlaut', 'bücher.example', 'xn--bcher-kva.example'],
    ['a capital umlaut', 'BÜCHER.example', 'xn--bcher-kva.example'],
    ['a combining umlaut', 'bu\u0308cher.example', 'xn--bcher-kva.example'],
    ['a sharp s stays one', 'straße.example', 'xn--strae-oqa.example'],
    ['a final sigma stays one', 'ς.example', 'xn--3xa.example'],
    ['Turkish dotted capital I', 'İ.example', 'xn--i-9bb.example'],
    ['a Kelvin sign is a k', 'ban\u212a.example', 'bank.example'],
    ['full-width letters are letters', 'ｓｖｃ.example', 'svc.example'],
    ['an ideographic full stop is a dot', 'svc。example', 'svc.example'],
    ['a soft hyphen is dropped', 'sv\u00adc.example', 'svc.example'],
    ['a zero-width space is dropped', 'sv\u200bc.example', 'svc.example'],
    ['Thai', 'บริการ.ไทย', 'xn--12c3c1ab8ek.xn--o3cw4h'],
    ['Vietnamese', 'tiếngviệt.example', 'xn--tingvit-5t4cyc.example'],
    ['Hindi', 'सेवा.भारत', 'xn--y2bft8a.xn--h2brj9c'],
    ['Arabic', 'خدمة.example', 'xn--ogbjd2g.example'],
    ['a joiner that Persian needs', 'نامه\u200cای.example', 'xn--mgba3gch31f060k.example'],
    ['rare Chinese characters', '𠮷野.example', 'xn--2m4ax555e.example'],
    ['an emoji', '😀.example', 'xn--e28h.example'],
    ['a joiner without need', 'a\u200db.example', null],
    ['a combining mark in front', '\u0301a.example', null],
    ['two directions in one label', 'يa.example', null],
    ['a digit first beside a name from right to left', 'خدمة.1a', null],
    ['a full-width slash', 'svc／x.example', null],
    ['a full-width at sign', 'budi＠svc.example', null],
    ['a lone surrogate', 'a\ud800.example', null],
    ['a replacement character', 'a\ufffd.example', null],
    ['a capital sharp s, which changed', 'STRAẞE.example', null],
    ['a character younger than Unicode 15', '\u{2ebf0}.example', null],
  ])('%s', (_, domain, ascii) => expect(domainToAscii(domain)).toBe(ascii));
});

describe('Punycode is verified', () => {
  test.each<[name: string, domain: string, ascii: string | null]>([
    ['a valid label stays', 'xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['capitals become small', 'XN--Bcher-KVA.example', 'xn--bcher-kva.example'],
    ['valid labels stand beside others', 'a.xn--strae-oqa.b', 'a.xn--strae-oqa.b'],
    ['a label that decodes to nothing', 'xn--.example', null],
    ['a label that decodes to ASCII', 'xn--svc-.example', null],
    ['a label that decodes to Punycode again', 'xn--xn---epa.example', null],
    ['a label that decodes to a capital', 'xn--bcher-2pa.example', null],
    ['a label that is no Punycode', 'xn--a.example', null],
    ['a label that overflows', 'xn--99999999999.example', null],
    ['a label with a character that is no digit', 'xn--b_cher-kva!.example', null],
    ['a label that decodes to a soft hyphen', 'xn--ab-5da.example', null],
    ['a label that decodes to a full-width slash', 'xn--ab-1u3n.example', null],
    ['a prefix before letters beyond ASCII', 'xn--bücher.example', null],
    ['a label that decodes to a character in dispute', `${toASCII('\u{2ebf0}')}.example`, null],
  ])('%s', (_, domain, ascii) => expect(domainToAscii(domain)).toBe(ascii));
});

test('anything but a string is a TypeError', () => {
  for (const value of [undefined, null, 1, {}, ['svc.example']]) {
    expect(() => domainToAscii(value as string)).toThrow(TypeError);
  }
});

const WHATWG = { checkBidi: true, checkJoiners: true } as const;
const FORBIDDEN = /[\0-\x20"#%/:<>?@[\\\]^`{|}\x7f]/;
const LABELS = 20_000;

test(`${LABELS} generated labels: what is accepted, Node and tr46 write the same way`, () => {
  const chance = fromChance(7);
  let accepted = 0;
  for (let i = 0; i < LABELS; i++) {
    const domain = `${unicodeLabel(chance)}.example`;
    const ascii = domainToAscii(domain);
    if (ascii === null) continue;
    accepted++;
    const answers = [domainToASCII(domain), toASCII(domain, WHATWG), domainToAscii(ascii)];
    if (answers.some((answer) => answer !== ascii)) {
      expect.fail(`${JSON.stringify(domain)}: ${ascii}, but ${answers.join(', ')}`);
    }
  }
  expect(accepted).toBeGreaterThan(LABELS / 4);
});

test(`${LABELS} generated labels: what both agree on is accepted, characters in dispute aside`, () => {
  const chance = fromChance(8);
  let agreed = 0;
  for (let i = 0; i < LABELS; i++) {
    const domain = `${unicodeLabel(chance)}.example`;
    const node = domainToASCII(domain) || null;
    const reference = toASCII(domain, WHATWG);
    if (node === null || node !== reference || FORBIDDEN.test(node)) continue;
    if (DISPUTED.test(domain)) continue;
    agreed++;
    if (domainToAscii(domain) !== node) {
      expect.fail(`${JSON.stringify(domain)} is ${node}, but ${domainToAscii(domain)}`);
    }
  }
  expect(agreed).toBeGreaterThan(LABELS / 4);
});

test('generated Punycode that is accepted is a host in Node and two versions of whatwg-url', () => {
  const chance = fromChance(9);
  const digits = 'abcdefghijklmnopqrstuvwxyz0123456789-';
  let accepted = 0;
  for (let i = 0; i < 40_000; i++) {
    let label = 'xn--';
    for (let n = 2 + chance(7); n > 0; n--) label += digits[chance(digits.length)];
    const ascii = domainToAscii(`${label}.example`);
    if (ascii === null) continue;
    accepted++;
    for (const Reader of [URL, OlderURL, NewerURL]) {
      const host: string = new Reader(`https://${ascii}/`).host;
      if (host !== `${label}.example`) expect.fail(`${label}: ${ascii}, but ${host}`);
    }
  }
  expect(accepted).toBeGreaterThan(500);
});

/*
 * RFC 3986, appendix A: the grammar of a URI, rule by rule under the names it has there. A rule that
 * is longer than a character class is a group.
 */
const unreserved = String.raw`[\w\-.~]`;
const pctEncoded = '%[0-9A-Fa-f]{2}';
const subDelims = "[!$&'()*+,;=]";
const pchar = `(?:${unreserved}|${pctEncoded}|${subDelims}|[:@])`;

const query = `(?:${pchar}|[/?])*`;
const fragment = query;

const segment = `${pchar}*`;
const segmentNz = `${pchar}+`;
const pathAbempty = `(?:/${segment})*`;
const pathAbsolute = `/(?:${segmentNz}(?:/${segment})*)?`;
const pathRootless = `${segmentNz}(?:/${segment})*`;
const pathEmpty = '';

const regName = `(?:${unreserved}|${pctEncoded}|${subDelims})*`;

const decOctet = '(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])';
const ipv4address = String.raw`${decOctet}\.${decOctet}\.${decOctet}\.${decOctet}`;

const h16 = '[0-9A-Fa-f]{1,4}';
const ls32 = `(?:${h16}:${h16}|${ipv4address})`;
const ipv6address = [
  `(?:${h16}:){6}${ls32}`,
  `::(?:${h16}:){5}${ls32}`,
  `(?:${h16})?::(?:${h16}:){4}${ls32}`,
  `(?:(?:${h16}:){0,1}${h16})?::(?:${h16}:){3}${ls32}`,
  `(?:(?:${h16}:){0,2}${h16})?::(?:${h16}:){2}${ls32}`,
  `(?:(?:${h16}:){0,3}${h16})?::${h16}:${ls32}`,
  `(?:(?:${h16}:){0,4}${h16})?::${ls32}`,
  `(?:(?:${h16}:){0,5}${h16})?::${h16}`,
  `(?:(?:${h16}:){0,6}${h16})?::`,
].join('|');
const ipvFuture = String.raw`v[0-9A-Fa-f]+\.(?:${unreserved}|${subDelims}|:)+`;
const ipLiteral = String.raw`\[(?:${ipv6address}|${ipvFuture})\]`;

const host = `(?:${ipLiteral}|${ipv4address}|${regName})`;
const userinfo = `(?:${unreserved}|${pctEncoded}|${subDelims}|:)*`;
const port = '[0-9]*';
const authority = `(?:(?<userinfo>${userinfo})@)?(?<host>${host})(?::(?<port>${port}))?`;

const scheme = String.raw`[A-Za-z][A-Za-z0-9+\-.]*`;
const hierPart = [
  `//(?<authority>${authority})(?<pathAbempty>${pathAbempty})`,
  pathAbsolute,
  pathRootless,
  pathEmpty,
].join('|');

/** A URI as RFC 3986 defines it, with its parts as named groups. */
export const URI = new RegExp(
  `^(?<scheme>${scheme}):(?:${hierPart})(?:\\?(?<query>${query}))?(?:#(?<fragment>${fragment}))?$`,
);

// One process of the benchmark; sends the median ratios of its rounds to the parent.
import { compile, parse } from 'path-to-regexp';
import { parseURL } from 'ufo';
import uriTemplates from 'uri-templates';
import { parseTemplate } from 'url-template';
import { checkModuleUrl } from '../../../dist/check/index.js';
import { parseModuleUrl } from '../../../dist/index.js';
import { moduleUrls, shortTokens } from './urls.mjs';

const ROUNDS = 31;
const WARM_UP = 8;
const PLACEHOLDER = '{SHORT_TOKEN}';

const urls = moduleUrls();
const tokens = shortTokens(urls.length);
// path-to-regexp has another syntax; it is given the same text, written its own way.
const patterns = urls.map(toPattern);

for (const url of urls) if (!checkModuleUrl(url).ok || !URL.canParse(url)) throw new Error(url);

// Each is given a URL and its position, and returns a number that is not to be had without the work.
const parsers = {
  'new URL': (url) => new URL(url).href.length,
  'URL.canParse (yes or no)': (url) => +URL.canParse(url),
  '`parseModuleUrl`': (url) => parseModuleUrl(url).source.length,
  '`checkModuleUrl`': (url) => checkModuleUrl(url).moduleUrl.origin.length,
  ufo: (url) => parseURL(url).host.length,
  'uri-templates': (url) => uriTemplates(url).varNames.length,
  'path-to-regexp': (_, i) => parse(patterns[i]).tokens.length,
  // url-template is not here: it reads the template on every expansion.
};

const single = urls.flatMap((url, i) => {
  const parts = url.split(PLACEHOLDER);
  if (parts.length !== 2) return [];
  const moduleUrl = parseModuleUrl(url);
  const [placeholder] = moduleUrl.placeholders;
  // What a browser would have in the place of spaces and letters beyond ASCII.
  const [prefix, suffix] = moduleUrl.preview().split(PLACEHOLDER);
  return [
    {
      prefix,
      suffix,
      moduleUrl,
      url,
      parameter: placeholder.parameter,
      uriTemplate: uriTemplates(url),
      urlTemplate: parseTemplate(url),
      toPath: compile(patterns[i]),
    },
  ];
});

// Each is given what was prepared and a token, and returns the URL.
const renderers = {
  'prefix + token + suffix': ({ prefix, suffix }, token) => prefix + token + suffix,
  '`ModuleUrl#render(token).href`': ({ moduleUrl }, token) => moduleUrl.render(token).href,
  'new URL, set, href': ({ url, parameter }, token) => {
    const parsed = new URL(url);
    if (parameter === undefined) {
      parsed.pathname = parsed.pathname.replace('%7BSHORT_TOKEN%7D', encodeURIComponent(token));
    } else parsed.searchParams.set(parameter, token);
    return parsed.href;
  },
  'uri-templates': ({ uriTemplate }, SHORT_TOKEN) => uriTemplate.fill({ SHORT_TOKEN }),
  'path-to-regexp': ({ toPath }, SHORT_TOKEN) => toPath({ SHORT_TOKEN }),
  'url-template': ({ urlTemplate }, SHORT_TOKEN) => urlTemplate.expand({ SHORT_TOKEN }),
};
for (const [name, render] of Object.entries(renderers)) {
  for (const [i, prepared] of single.entries()) {
    if (!render(prepared, tokens[i]).includes(tokens[i]))
      throw new Error(`${name}: ${prepared.url}`);
  }
}

let read = 0;

const result = {
  parse: compare(parsers, 'new URL', (work) => {
    for (let i = 0; i < urls.length; i++) read += work(urls[i], i);
  }),
  render: compare(renderers, 'prefix + token + suffix', (work) => {
    for (let i = 0; i < single.length; i++) {
      const href = work(single[i], tokens[i]);
      // Reading a character makes V8 do the concatenation that it put off.
      read += href.charCodeAt(href.length >> 1);
    }
  }),
};
if (!(read > 0)) throw new Error('Nothing was read.');
process.send(result);
process.disconnect();

/** Runs all contenders in every round, each time in another order; gives speeds as ratios to `base`. */
function compare(contenders, base, pass) {
  const names = Object.keys(contenders);
  const repeats = Object.fromEntries(names.map((name) => [name, 1]));
  const ratios = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    const times = {};
    for (const name of shuffled(names)) {
      const start = performance.now();
      for (let i = 0; i < repeats[name]; i++) pass(contenders[name]);
      times[name] = (performance.now() - start) / repeats[name];
      // So many passes that a measurement takes some milliseconds.
      if (round < 0) repeats[name] = Math.max(1, Math.round(6 / times[name]));
    }
    if (round < 0) continue;
    for (const name of names) ratios[name].push(times[base] / times[name]);
  }
  return Object.fromEntries(names.map((name) => [name, median(ratios[name])]));
}

function toPattern(url) {
  const path = url.slice(url.indexOf('/', 8));
  return path
    .split(PLACEHOLDER)
    .map((text) => text.replace(/[{}()[\]+?!:*\\]/g, '\\$&'))
    .join(':SHORT_TOKEN');
}

function shuffled(names) {
  const order = names.map((name) => [Math.random(), name]).sort(([a], [b]) => a - b);
  return order.map(([, name]) => name);
}

function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

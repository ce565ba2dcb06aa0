import {
  isModuleUrl,
  isModuleUrlError,
  parseModuleUrl,
  redactUrl,
  renderModuleUrl,
} from '@mileapp/custom-module-url';
import { checkModuleUrl } from '@mileapp/custom-module-url/check';
import { equal, rejection, suite } from './harness.mjs';

const WEBHOOK = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

export default suite('url', {
  'puts a token into a URL': () => {
    const moduleUrl = parseModuleUrl(WEBHOOK);
    equal(moduleUrl.origin, 'https://svc.example');
    equal(moduleUrl.placeholders[0].parameter, 'token');
    equal(moduleUrl.render(TOKEN).href, `https://svc.example/webhook?token=${TOKEN}`);
    equal(isModuleUrl(moduleUrl), true);
  },
  'encodes what would change the URL': () => {
    const moduleUrl = parseModuleUrl(WEBHOOK);
    equal(
      moduleUrl.render('a&b#é😀').href,
      'https://svc.example/webhook?token=a%26b%23%C3%A9%F0%9F%98%80',
    );
  },
  'shows no token where a rendered URL is printed': () => {
    const rendered = parseModuleUrl(WEBHOOK).render(TOKEN);
    equal([String(rendered), JSON.stringify(rendered)], [WEBHOOK, JSON.stringify(WEBHOOK)]);
  },
  'leaves no token in the statics of RegExp': () => {
    const moduleUrl = parseModuleUrl(WEBHOOK);
    for (const token of [TOKEN, `${TOKEN}+é`]) {
      /-/.test('-');
      moduleUrl.render(token);
      const { input, lastMatch, leftContext, rightContext } = RegExp;
      equal(`${[input, lastMatch, leftContext, rightContext]}`.includes(TOKEN), false);
    }
  },
  'refuses a token with a control character, and does not quote it': async () => {
    const error = await rejection(() => parseModuleUrl(WEBHOOK).render('abc\nsecret'));
    equal(isModuleUrlError(error, 'token-invalid'), true);
    equal(`${error.message}${error.stack}`.includes('secret'), false);
  },
  'says why a URL is refused': () => {
    const check = checkModuleUrl('javascript:alert(1)');
    equal([check.ok, check.diagnostics[0].code], [false, 'scheme-forbidden']);
  },
  'asks a generator once for all occurrences': async () => {
    let calls = 0;
    const generate = async ({ origin }) => {
      equal(origin, 'https://svc.example');
      calls += 1;
      return { shortToken: TOKEN, expiresAt: new Date(0) };
    };
    const rendered = await renderModuleUrl(
      'https://svc.example/{SHORT_TOKEN}#{SHORT_TOKEN}',
      generate,
    );
    equal(rendered.href, `https://svc.example/${TOKEN}#${TOKEN}`);
    equal([calls, rendered.expiresAt?.getTime()], [1, 0]);
  },
  'gives up on a generator that does not answer': async () => {
    const error = await rejection(
      renderModuleUrl(WEBHOOK, () => new Promise(() => {}), { timeoutMs: 5 }),
    );
    equal(isModuleUrlError(error, 'generator-timeout'), true);
  },
  'ends with the reason of its signal': async () => {
    const controller = new AbortController();
    const rendering = renderModuleUrl(WEBHOOK, () => new Promise(() => {}), {
      signal: controller.signal,
    });
    controller.abort(new Error('left'));
    const error = await rejection(rendering);
    // An AbortSignal of before 2022 has no reason; React Native's is one.
    const { reason } = controller.signal;
    equal(
      error === reason || (reason === undefined && error.name === 'AbortError'),
      true,
      `${error}`,
    );
  },
  'redacts for logs': () => {
    equal(
      redactUrl(`https://svc.example/w?token=${TOKEN}#x`),
      'https://svc.example/w?token=***#***',
    );
  },
});

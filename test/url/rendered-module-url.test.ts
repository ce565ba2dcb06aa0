import { Session } from 'node:inspector/promises';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { isModuleUrl, isModuleUrlError, parseModuleUrl } from '../../src/index.ts';

const WEBHOOK = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const TOKENS = ['abc123def456ghi789', 'a+b/c.d=e%f', 'tökén-tökén-tökén'];
const REFUSED_TOKENS = [
  'secret\n',
  'secret\u0085',
  '\ud800secret',
  ' secret',
  'Bearer secret',
  'eyJzZWNyZXQ.secret.secret',
  'secret'.repeat(100),
];

/** Everything that an engine keeps of the last text in which an expression found something. */
function staticsOfRegExp(): readonly string[] {
  const { input, lastMatch, lastParen, leftContext, rightContext, $1 } =
    RegExp as unknown as Record<string, string>;
  return [input, lastMatch, lastParen, leftContext, rightContext, $1].map(String);
}

describe('a rendered URL', () => {
  test.each(TOKENS)('is shown without its token by an inspector of V8 (%s)', async (token) => {
    const session = new Session();
    session.connect();
    const holder = globalThis as unknown as Record<string, unknown>;
    holder.inspected = parseModuleUrl(WEBHOOK).render(token);
    const expression = 'globalThis.inspected';
    const { result } = await session.post('Runtime.evaluate', {
      expression,
      generatePreview: true,
    });
    const properties = await session.post('Runtime.getProperties', {
      objectId: result.objectId as string,
      generatePreview: true,
    });
    session.disconnect();
    delete holder.inspected;
    const shown = JSON.stringify([result, properties]);
    expect(shown).toContain('RenderedModuleUrl');
    for (const secret of [token, encodeURIComponent(token)]) expect(shown).not.toContain(secret);
  });

  describe.each([
    WEBHOOK,
    'https://svc.example/{SHORT_TOKEN}/a?n=https%3A%2F%2Fsvc.example%2F%3Ft%3D{SHORT_TOKEN}',
  ])('of %s', (source) => {
    const moduleUrl = parseModuleUrl(source);

    test.each(TOKENS)('leaves nothing of its token in the statics of RegExp (%s)', (token) => {
      /x(y)z/.exec('-xyz-');
      const rendered = moduleUrl.render(token);
      const left = staticsOfRegExp().join();
      expect(rendered.href.length).toBeGreaterThan(source.length);
      for (const secret of [token, encodeURIComponent(token)]) expect(left).not.toContain(secret);
    });

    test.each(REFUSED_TOKENS)(
      'leaves nothing of a token that it refuses there, either (%j)',
      (token) => {
        let thrown: unknown;
        try {
          moduleUrl.render(token);
        } catch (error) {
          thrown = error;
        }
        const left = staticsOfRegExp().join();
        expect(isModuleUrlError(thrown, 'token-invalid')).toBe(true);
        expect(left).not.toMatch(/secret/i);
      },
    );
  });

  test('and its module URL work behind a proxy, as Vue and MobX put them', () => {
    const proxied = <T extends object>(value: T): T =>
      new Proxy(value, {
        get: (target, key, receiver) => {
          const member: unknown = Reflect.get(target, key, receiver);
          return typeof member === 'object' && member !== null && !Object.isFrozen(member)
            ? proxied(member)
            : member;
        },
      });
    const moduleUrl = proxied(parseModuleUrl(`${WEBHOOK}#é`));
    const rendered = proxied(moduleUrl.render('abc+'));
    expect(isModuleUrl(moduleUrl)).toBe(true);
    expect([
      moduleUrl.origin,
      moduleUrl.host,
      moduleUrl.pathname,
      moduleUrl.search,
      moduleUrl.hash,
    ]).toEqual([
      'https://svc.example',
      'svc.example',
      '/webhook',
      '?token={SHORT_TOKEN}',
      '#%C3%A9',
    ]);
    expect(moduleUrl.placeholders).toEqual([
      { component: 'query', parameter: 'token', start: 34, end: 47 },
    ]);
    expect(rendered.href).toBe('https://svc.example/webhook?token=abc%2B#%C3%A9');
    expect(`${rendered}`).toBe(`${WEBHOOK}#%C3%A9`);
  });

  test('is shown without its token where getters are asked and no custom inspection is', () => {
    const rendered = parseModuleUrl(WEBHOOK).render('abc123def456ghi789');
    const options = { showHidden: true, getters: true, depth: Infinity };
    for (const customInspect of [true, false]) {
      expect(inspect([rendered], { ...options, customInspect })).not.toContain('abc123');
    }
  });
});

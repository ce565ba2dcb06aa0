import { signal } from '@preact/signals';
import { checkModuleUrl } from '../../../check/check-module-url.ts';
import type { ModuleUrl } from '../../../url/module-url.ts';
import { Arrival } from '../parts/arrival.tsx';
import { OutcomeBadge } from '../parts/badge.tsx';
import { Findings } from '../parts/findings.tsx';
import { UrlField } from '../parts/url-field.tsx';
import { texts } from '../state/preferences.ts';
import { domainToAscii } from '../state/url-options.ts';

/** The token of MileApp's own documentation; it opens nothing. */
const SAMPLE = 'abc123def456ghi789';

const EXAMPLES = [
  'https://svc.example/webhook?token={SHORT_TOKEN}',
  'https://svc.example/webhook?token={short_token}',
  'https://svc.example/open/{SHORT_TOKEN}/map#t={SHORT_TOKEN}',
  'https://login.example/?next=https%3A%2F%2Fsvc.example%2F%3Ft%3D{SHORT_TOKEN}',
  'http://user@münchen.example/?token=${SHORT_TOKEN}',
];

const source = signal(EXAMPLES[0] as string);
const allowHttpLoopback = signal(true);

/** Any module URL, looked at from all sides; nothing is asked of a server. */
export function PlaygroundView() {
  const { playground: words } = texts.value;
  const check = checkModuleUrl(source.value, {
    domainToAscii,
    allowHttpLoopback: allowHttpLoopback.value,
  });
  const use = (url: string) => {
    source.value = url;
  };
  return (
    <>
      <section class="card">
        <div class="field">
          <div class="section-head">
            <label for="playground-url">{words.url}</label>
            <OutcomeBadge outcome={check.ok ? 'ok' : 'refused'}>
              {check.ok ? words.usable : words.unusable}
            </OutcomeBadge>
          </div>
          <UrlField
            id="playground-url"
            value={source.value}
            check={check}
            describedBy="playground-findings"
            onInput={use}
          />
          {check.diagnostics.length === 0 && <p class="hint">{words.fine}</p>}
          <Findings
            id="playground-findings"
            source={source.value}
            diagnostics={check.diagnostics}
            wholeFix={check.fix}
            onFix={use}
          />
          <label class="check">
            <input
              type="checkbox"
              checked={allowHttpLoopback.value}
              onChange={({ currentTarget }) => {
                allowHttpLoopback.value = currentTarget.checked;
              }}
            />
            {words.loopback}
          </label>
        </div>
        <h2>{words.examples}</h2>
        <ul class="examples">
          {EXAMPLES.map((example) => (
            <li key={example}>
              <button type="button" class="quiet" onClick={() => use(example)}>
                <code>{example}</code>
              </button>
            </li>
          ))}
        </ul>
      </section>
      {check.moduleUrl && <Reading moduleUrl={check.moduleUrl} />}
    </>
  );
}

function Reading({ moduleUrl }: { readonly moduleUrl: ModuleUrl }) {
  const { playground: words, place } = texts.value;
  return (
    <div class="reading">
      <section class="card">
        <h2>{words.parts}</h2>
        <Arrival moduleUrl={moduleUrl} />
        <dl>
          {partsOf(moduleUrl).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
          <div>
            <dt>{words.placeholder}</dt>
            <dd>
              {moduleUrl.placeholders
                .map(({ component, parameter }) => place[component](parameter))
                .join(', ') || words.none}
            </dd>
          </div>
        </dl>
      </section>
      <section class="card">
        <h2>{words.receives}</h2>
        <p class="hint">
          {words.sample}: <code>{SAMPLE}</code>
        </p>
        <dl>
          {received(moduleUrl).map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}

function partsOf({ origin, pathname, search, hash }: ModuleUrl): (readonly [string, string])[] {
  const parts = [
    ['origin', origin],
    ['pathname', pathname],
    ['search', search],
    ['hash', hash],
  ] as const;
  return parts.filter(([, value]) => value !== '');
}

/** What the platform's own reader makes of the rendered URL, as a service would see it. */
function received(moduleUrl: ModuleUrl): (readonly [string, string])[] {
  const { pathname, searchParams, hash } = new URL(moduleUrl.render(SAMPLE).href);
  return [
    ['path', decode(pathname)],
    ...Array.from(searchParams, ([name, value]) => [`?${name}`, value] as const),
    ...(hash === '' ? [] : [['#', `${decode(hash.slice(1))}`] as const]),
  ];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

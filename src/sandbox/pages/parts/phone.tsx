import { signal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { type MenuEntry, menuFor } from '../../../modules/menu-for.ts';
import { createNavigationGuard } from '../../../open/create-navigation-guard.ts';
import { parseModuleUrl } from '../../../url/parse-module-url.ts';
import { state, user } from '../state/live.ts';
import { openInWebView } from '../state/open.ts';
import { texts } from '../state/preferences.ts';
import { URL_OPTIONS } from '../state/url-options.ts';
import { Icon } from './icon.tsx';
import { attempt, tell } from './notice.tsx';

/** The entry that the WebView shows. */
const shown = signal<MenuEntry | undefined>(undefined);

/** A phone with the mobile menu and a frame that stands for its WebView. */
export function Phone() {
  const { app } = texts.value;
  const webView = useRef<HTMLIFrameElement>(null);
  const permissions = user.value?.permissions ?? [];
  const entries = menuFor(state.value?.modules ?? [], { permissions, platform: 'mobile' });
  const current = entries.find(({ module }) => module._id === shown.value?.module._id);

  const choose = (entry: MenuEntry) =>
    attempt(async () => {
      shown.value = entry;
      await new Promise(requestAnimationFrame);
      const mayGo = createNavigationGuard(entry.module.url, URL_OPTIONS);
      const { status } = await openInWebView(entry, user.value?.id ?? '', (href) => {
        if (!mayGo(href)) throw new Error(app.refused);
        // Not `src`, which would put the token into the page; the page's policy sends no Referer.
        webView.current?.contentWindow?.location.replace(href);
      });
      if (status === 'opened') return;
      shown.value = undefined;
      tell(app.results[status], true);
    });

  return (
    <section class="phone" aria-label={app.mobile}>
      <div class="screen">
        <header>
          {current && (
            <button
              type="button"
              class="quiet square"
              aria-label={app.back}
              onClick={() => {
                shown.value = undefined;
              }}
            >
              <Icon name="back" />
            </button>
          )}
          <strong>{current ? current.module.name : 'MileApp'}</strong>
        </header>
        {current ? (
          <>
            <iframe ref={webView} title={app.frame(current.module.name)} />
            <p class="guard">
              <Icon name="lock" />
              {app.guard(parseModuleUrl(current.module.url, URL_OPTIONS).origin)}
            </p>
          </>
        ) : (
          <nav aria-label={`${app.menu}, ${app.mobile}`}>
            {entries.map((entry) => (
              <button type="button" key={entry.module._id} onClick={() => choose(entry)}>
                <Icon name="phone" />
                {entry.module.name}
              </button>
            ))}
            {entries.length === 0 && <p class="empty">{app.noModules}</p>}
          </nav>
        )}
      </div>
    </section>
  );
}

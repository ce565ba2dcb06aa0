import type { ComponentChildren } from 'preact';
import { isConnected, state } from '../state/live.ts';
import { LANGUAGES, language, type Theme, texts, theme } from '../state/preferences.ts';
import { onLinkClick, PATHS, path, viewOf } from '../state/router.ts';
import type { View } from '../texts/page-texts.ts';
import { Icon } from './icon.tsx';
import { Notice } from './notice.tsx';
import { lengthOf } from './time.ts';

/** What is around every view. */
export function Shell({ children }: { readonly children: ComponentChildren }) {
  const { title, skip, sections, nav, lead } = texts.value;
  const view = viewOf(path.value);
  document.title = `${nav[view]} · ${title}`;
  return (
    <div class="shell">
      <a class="skip" href="#content">
        {skip}
      </a>
      <header class="bar">
        <p class="brand">
          <img src="/icon.svg" alt="" width="28" height="28" />
          {title}
        </p>
        <Status />
      </header>
      <nav class="sections" aria-label={sections}>
        <ul>
          {(Object.keys(PATHS) as View[]).map((one) => (
            <li key={one}>
              <a
                href={PATHS[one]}
                ref={one === view ? showInBar : null}
                aria-current={one === view ? 'page' : undefined}
                onClick={onLinkClick}
              >
                <Icon name={one} />
                <span>{nav[one]}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" tabIndex={-1}>
        <div class="head">
          <h1>{nav[view]}</h1>
          <p>{lead[view]}</p>
        </div>
        {children}
      </main>
      <Preferences />
      <Notice />
    </div>
  );
}

/** On a phone the sections are wider than the screen. */
function showInBar(link: HTMLElement | null): void {
  link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function Status() {
  const { live, offline, ahead, faultsOn } = texts.value;
  const { aheadMs = 0, faults = [] } = state.value ?? {};
  return (
    <p class="status">
      {aheadMs > 0 && (
        <a class="chip" href={PATHS.faults} onClick={onLinkClick}>
          {ahead(lengthOf(aheadMs))}
        </a>
      )}
      {faults.length > 0 && (
        <a class="chip warn" href={PATHS.faults} onClick={onLinkClick}>
          {faultsOn(faults.length)}
        </a>
      )}
      <span class={isConnected.value ? 'dot on' : 'dot'}>
        <span>{isConnected.value === false ? offline : live}</span>
      </span>
    </p>
  );
}

function Preferences() {
  const { language: languageLabel, theme: themeLabel, themes } = texts.value;
  return (
    <footer class="preferences">
      <label>
        <span>{languageLabel}</span>
        <select
          value={language.value}
          onChange={({ currentTarget }) => {
            language.value = currentTarget.value as keyof typeof LANGUAGES;
          }}
        >
          {Object.entries(LANGUAGES).map(([tag, name]) => (
            <option key={tag} value={tag} lang={tag}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{themeLabel}</span>
        <select
          value={theme.value}
          onChange={({ currentTarget }) => {
            theme.value = currentTarget.value as Theme;
          }}
        >
          {(Object.keys(themes) as Theme[]).map((one) => (
            <option key={one} value={one}>
              {themes[one]}
            </option>
          ))}
        </select>
      </label>
    </footer>
  );
}

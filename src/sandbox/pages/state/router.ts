import { signal } from '@preact/signals';
import type { View } from '../texts/page-texts.ts';

/** Where each view is. */
export const PATHS: Readonly<Record<View, string>> = {
  app: '/',
  modules: '/settings/custom-modules',
  roles: '/roles',
  journey: '/journey',
  faults: '/faults',
  audit: '/audit',
  playground: '/playground',
};

export const path = signal(location.pathname);

/** The view of an address; the first one where there is none. */
export function viewOf(address: string): View {
  const found = (Object.keys(PATHS) as View[]).find(
    (view) => view !== 'app' && address.startsWith(PATHS[view]),
  );
  return found ?? 'app';
}

/** Goes to another address of these pages without loading them again. */
export function go(to: string): void {
  if (to !== location.pathname) history.pushState(null, '', to);
  path.value = to;
}

addEventListener('popstate', () => {
  path.value = location.pathname;
});

/** For a link: the browser does what it is asked to in another tab, we do the rest. */
export function onLinkClick(event: MouseEvent): void {
  const { currentTarget } = event;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  go((currentTarget as HTMLAnchorElement).pathname);
}

import { createShortTokenClient } from '../../../client/create-short-token-client.ts';
import type { MenuEntry, Platform } from '../../../modules/menu-for.ts';
import { mountModuleFrame } from '../../../open/mount-module-frame.ts';
import { openModule } from '../../../open/open-module.ts';
import { openModuleNative } from '../../../open/open-module-native.ts';
import type { OpenResult } from '../../../open/result.ts';
import type { TokenGenerator } from '../../../token/types.ts';
import { control } from './control.ts';
import { moduleTexts } from './preferences.ts';
import { URL_OPTIONS } from './url-options.ts';

/** Opens an entry in a new tab; call it in the click. */
export function openInTab(entry: MenuEntry, user: string): Promise<OpenResult> {
  const click = clicked(entry, user, 'web');
  const options = { ...URL_OPTIONS, texts: moduleTexts.value.waitingPage };
  return click.report(openModule(entry.module.url, click.generate, options));
}

/** Opens an entry in a frame of the page. */
export function openInFrame(
  entry: MenuEntry,
  user: string,
  frame: HTMLIFrameElement,
): Promise<OpenResult> {
  const click = clicked(entry, user, 'web');
  return click.report(mountModuleFrame(frame, entry.module.url, click.generate, URL_OPTIONS));
}

/** Opens an entry as a native app does, in what stands for its WebView. */
export function openInWebView(
  entry: MenuEntry,
  user: string,
  openUrl: (href: string) => void,
): Promise<OpenResult> {
  const click = clicked(entry, user, 'mobile');
  return click.report(
    openModuleNative(entry.module.url, click.generate, { ...URL_OPTIONS, openUrl }),
  );
}

/**
 * A click, told to the sandbox when the first token is asked for: a bearer for this one invocation
 * comes back, which is what lets the journey tell one from another.
 */
function clicked({ module }: MenuEntry, user: string, origin: Platform) {
  let noted: Promise<{ readonly invocation: string; readonly bearer: string }> | undefined;
  let at = Date.now();
  const note = () => {
    noted ??= control('POST', '/clicks', { module: module._id, user, origin });
    return noted;
  };
  const generate: TokenGenerator = async (request) => {
    const { bearer } = await note();
    const client = createShortTokenClient({ baseUrl: `${location.origin}/api/v3`, bearer });
    const token = await client.generate(request);
    at = Date.now();
    return token;
  };
  return {
    generate,
    async report(opening: Promise<OpenResult>): Promise<OpenResult> {
      const result = await opening;
      const { invocation } = await note();
      const error = 'error' in result ? (result.error as { code?: unknown }) : undefined;
      const code = typeof error?.code === 'string' ? error.code : undefined;
      const body = { status: result.status, at, ...(code && { code }) };
      await control('POST', `/clicks/${invocation}/opening`, body);
      return result;
    },
  };
}

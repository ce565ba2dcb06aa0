import {
  createNavigationGuard,
  mountModuleFrame,
  openModule,
  openModuleNative,
} from '@mileapp/custom-module-url/open';
import { equal, skip, suite } from './harness.mjs';

const WEBHOOK = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const TOKEN = 'vKq7Rm3TzWc9XpHd4NbF2s';

const NO_DOM = 'but for tabs and frames: there is no DOM';

export default suite('open', {
  'opens once for five taps': async () => {
    const opened = [];
    const openUrl = async (href) => {
      opened.push(href);
    };
    const generate = async () => TOKEN;
    const tap = () => openModuleNative(WEBHOOK, generate, { openUrl });
    const results = await Promise.all([tap(), tap(), tap(), tap(), tap()]);
    equal(results, Array(5).fill({ status: 'opened' }));
    equal(opened, [`https://svc.example/webhook?token=${TOKEN}`]);
  },
  'gives no URL away when the launcher fails': async () => {
    const openUrl = (href) => Promise.reject(new Error(href));
    const result = await openModuleNative(
      'https://svc.example/x?t={SHORT_TOKEN}',
      async () => TOKEN,
      { openUrl },
    );
    equal(result, { status: 'failed', reason: 'launcher' });
  },
  'hears of a token that does not come': async () => {
    const options = { openUrl: async () => {}, timeoutMs: 5 };
    const result = await openModuleNative(
      'https://svc.example/y?t={SHORT_TOKEN}',
      () => new Promise(() => {}),
      options,
    );
    equal(result.status, 'timeout');
  },
  'guards a WebView': () => {
    const guard = createNavigationGuard(WEBHOOK);
    equal(
      [
        guard({ url: 'https://svc.example/webhook' }),
        guard('https://svc.example.evil.com/'),
        guard('https://svc.example@evil.com/'),
      ],
      [true, false, false],
    );
  },
  'mounts a frame': async ({ origin }) => {
    if (typeof document === 'undefined') return skip(NO_DOM);
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const result = await mountModuleFrame(
      frame,
      `${origin}/page?token={SHORT_TOKEN}`,
      async () => TOKEN,
      { allowHttpLoopback: true },
    );
    frame.remove();
    equal(result, { status: 'opened' });
  },
  'opens a tab': async ({ origin }) => {
    if (typeof document === 'undefined') return skip(NO_DOM);
    const result = await openModule(`${origin}/page?token={SHORT_TOKEN}`, async () => TOKEN, {
      allowHttpLoopback: true,
    });
    equal(result, { status: 'opened' });
  },
});

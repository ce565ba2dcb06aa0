/** What the application below prints. */
export interface Outcome {
  /** Of what browsers have and it asked for, what is not there. */
  readonly absent: readonly string[];
  /** What a draft, an edit and a record of another shape come to. */
  readonly rules: object;
  readonly guard: readonly boolean[];
  readonly menu: readonly { readonly name: string; readonly opens: string }[];
  readonly taps: readonly object[];
  readonly opened: readonly string[];
  readonly generated: number;
  readonly failed: object;
  readonly timeout: string;
}

/** What the native side defines: a clock, timers (those of Hermes by itself do not wait), no modules. */
export const NATIVE_SIDE = `
globalThis.nativeModuleProxy = {};
globalThis.performance = { now: Date.now };
const soon = globalThis.setTimeout;
const timers = new Map();
let last = 0;
globalThis.setTimeout = (run, delay = 0, ...args) => {
  timers.set(++last, { run: () => run(...args), at: Date.now() + delay });
  if (timers.size === 1) soon(turn);
  return last;
};
globalThis.clearTimeout = (id) => { timers.delete(id); };
function turn() {
  for (const [id, { run, at }] of [...timers]) {
    if (at <= Date.now() && timers.delete(id)) run();
  }
  if (timers.size > 0) soon(turn);
}
`;

/** A React Native application as small as can be, with React Native's own fetch, URL and AbortController. */
export const APPLICATION = `
import './native-side';
import 'react-native/Libraries/Core/setUpGlobals';
import 'react-native/Libraries/Core/setUpXHR';
import { createCustomModuleClient, createShortTokenClient, readCustomModule } from '@mileapp/custom-module-url/client';
import { menuFor } from '@mileapp/custom-module-url/modules';
import { applyEdit, validateCustomModule } from '@mileapp/custom-module-url/modules/form';
import { createNavigationGuard, openModuleNative } from '@mileapp/custom-module-url/open';

// React Native's URL takes some for others; whoever asks for it here fails.
for (const name of ['URL', 'URLSearchParams']) delete globalThis[name];
const absent = ['URL', 'URLSearchParams', 'crypto', 'TextEncoder', 'Intl'].filter((name) => typeof globalThis[name] === 'undefined');

const url = 'https://svc.example/webhook?token={SHORT_TOKEN}';
const records = [
  { _id: 'a1', name: 'Stock', type: 'mobile', url },
  { _id: 'a2', name: 'Stock', type: 'external', url },
];
let generated = 0;
const answer = (data) => new Response(JSON.stringify({ status: true, message: 'Success.', data }), {
  status: 200, headers: { 'content-type': 'application/json' },
});
const fetch = async (address) => {
  if (address.endsWith('/custom-modules')) return answer(records);
  generated++;
  return answer({ shortToken: 'vKq7Rm3TzWc9XpHd4NbF2s', expiresAt: Math.floor(Date.now() / 1000) + 300 });
};
const tokens = createShortTokenClient({ bearer: 'bearer', fetch });
const modules = createCustomModuleClient({ bearer: 'bearer', fetch });
const opened = [];
const openUrl = async (href) => { opened.push(href); };

async function main() {
  const guard = createNavigationGuard(url);
  const menu = menuFor(await modules.list(), { permissions: ['View Stock'], platform: 'mobile' });
  const module = menu[0].module;
  const tap = () => openModuleNative(module.url, tokens.generate, { openUrl });
  const taps = await Promise.all([tap(), tap(), tap(), tap(), tap()]);
  const generatedForTaps = generated;
  const failed = await openModuleNative('https://svc.example/other?t={SHORT_TOKEN}', tokens.generate, {
    openUrl: (href) => Promise.reject(new Error('Unable to open URL: ' + href)),
  });
  const never = () => new Promise(() => {});
  const late = await openModuleNative('https://svc.example/slow?t={SHORT_TOKEN}', never, { openUrl, timeoutMs: 5 });
  const record = { _id: '1', name: 'a', type: 'external', url };
  return {
    absent,
    rules: {
      draft: validateCustomModule({ name: 'Stok Gudang', type: 'external', url }).draft,
      rename: applyEdit(record, { name: 'b' }).ok,
      record: readCustomModule(record).ok,
      noRecord: readCustomModule({ _id: '1' }).ok,
    },
    guard: [guard({ url: opened[0] }), guard('https://svc.example.evil.com/'), guard('https://svc.example@evil.com/')],
    menu: menu.map(({ module: { name }, opens }) => ({ name, opens })),
    taps, opened, generated: generatedForTaps, failed, timeout: late.status,
  };
}
main().then((outcome) => print(JSON.stringify(outcome)), (error) => print('failed ' + error + error.stack));
`;

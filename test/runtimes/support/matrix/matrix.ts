import current from '../../react-native-current/package.json' with { type: 'json' };

/** What one column of the matrix runs. */
export interface Column {
  /** As the table names it. */
  readonly title: string;
  /** Name of its suite, `suites/<name>.mjs`. */
  readonly suite: string;
  /** The subpaths that the suite imports. */
  readonly entries: readonly string[];
}

/** How a suite gets to run on a runtime. */
export type Host =
  | {
      readonly kind: 'process';
      readonly command: 'node20' | 'node22' | 'node24' | 'node26' | 'bun' | 'deno';
    }
  | {
      readonly kind: 'worker';
      readonly compatibilityDate: string;
    }
  | { readonly kind: 'browser'; readonly engine: 'Chromium' | 'Firefox' | 'WebKit' }
  | { readonly kind: 'hermes'; readonly reactNative: '0.76' | 'current' };

/** One row. */
export interface Runtime {
  /** Without a version: that is asked of the runtime. */
  readonly name: string;
  readonly host: Host;
  /** Suites that do not belong there, by the reason. */
  readonly without: Readonly<Record<string, readonly string[]>>;
}

export const COLUMNS: readonly Column[] = [
  { title: 'vectors', suite: 'vectors', entries: ['.'] },
  { title: '`.`, `./check`', suite: 'url', entries: ['.', './check'] },
  { title: '`./token`', suite: 'token', entries: ['./token'] },
  { title: '`./client`', suite: 'client', entries: ['./client'] },
  {
    title: '`./modules`, `./texts`',
    suite: 'modules',
    entries: ['./modules', './modules/form', './texts/en', './texts/id'],
  },
  { title: '`./open`', suite: 'open', entries: ['./open'] },
  { title: '`./idna`', suite: 'idna', entries: ['./idna'] },
  { title: '`./receiver`', suite: 'receiver', entries: ['./receiver'] },
  { title: '`./testing`', suite: 'testing', entries: ['./testing'] },
  { title: '`./hono`', suite: 'hono', entries: ['./hono'] },
  {
    title: '`./issuer`, `./store`',
    suite: 'issuer',
    entries: ['./issuer', './store', './store/memory', './store/redis', './store/sql'],
  },
  {
    title: '`./node`, `./express`, `./fastify`',
    suite: 'servers',
    entries: ['./node', './express', './fastify'],
  },
  { title: '`./sandbox`', suite: 'sandbox', entries: ['./sandbox'] },
];

// Without the patch: its lockfile has that.
const currentReactNative = current.dependencies['react-native'].replace(/\.\d+$/, '');

const ON_SERVERS = 'is for servers';
const IN_PAGES = { [ON_SERVERS]: ['hono', 'issuer', 'servers', 'sandbox'] };
const IN_APPLICATIONS = { [ON_SERVERS]: ['receiver', 'hono', 'issuer', 'servers', 'sandbox'] };
const NO_NODE_HTTP = 'needs servers of `node:http`';

export const RUNTIMES: readonly Runtime[] = [
  { name: 'Node.js 20', host: { kind: 'process', command: 'node20' }, without: {} },
  { name: 'Node.js 22', host: { kind: 'process', command: 'node22' }, without: {} },
  { name: 'Node.js 24', host: { kind: 'process', command: 'node24' }, without: {} },
  { name: 'Node.js 26', host: { kind: 'process', command: 'node26' }, without: {} },
  { name: 'Bun', host: { kind: 'process', command: 'bun' }, without: {} },
  { name: 'Deno', host: { kind: 'process', command: 'deno' }, without: {} },
  {
    name: 'workerd, compatibility date 2026-11-01',
    host: { kind: 'worker', compatibilityDate: '2026-11-01' },
    without: { [NO_NODE_HTTP]: ['servers', 'sandbox'] },
  },
  {
    name: 'workerd, compatibility date 2022-01-01',
    host: { kind: 'worker', compatibilityDate: '2022-01-01' },
    without: {
      'needs `node:crypto`, so 2026-08-04 or later, or `nodejs_compat`': ['issuer'],
      'Hono 4 needs `Headers#getSetCookie`, so 2023-03-01 or later': ['hono'],
      [NO_NODE_HTTP]: ['servers', 'sandbox'],
    },
  },
  { name: 'Chromium', host: { kind: 'browser', engine: 'Chromium' }, without: IN_PAGES },
  { name: 'Firefox', host: { kind: 'browser', engine: 'Firefox' }, without: IN_PAGES },
  { name: 'WebKitGTK', host: { kind: 'browser', engine: 'WebKit' }, without: IN_PAGES },
  {
    name: 'Hermes, by Metro of React Native 0.76',
    host: { kind: 'hermes', reactNative: '0.76' },
    without: IN_APPLICATIONS,
  },
  {
    name: `Hermes, by Metro of React Native ${currentReactNative}`,
    host: { kind: 'hermes', reactNative: 'current' },
    without: IN_APPLICATIONS,
  },
];

/** Why a suite does not run on a runtime, or `undefined`. */
export function reasonAgainst(runtime: Runtime, suite: string): string | undefined {
  return Object.entries(runtime.without).find(([, suites]) => suites.includes(suite))?.[0];
}

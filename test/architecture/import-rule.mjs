/**
 * Who may import whom, for dependency-cruiser (`npm run check`).
 *
 * Rooms import downward only; rooms of one rank do not know each other.
 */
const RANKS = [
  ['errors', 'token', 'idna'],
  ['url', 'wire'],
  ['check'],
  ['store', 'client', 'modules'],
  ['issuer', 'open', 'receiver'],
  ['testing', 'texts'],
  ['audit'],
  ['sandbox'],
  ['cli'],
];

/** Rooms that run on Node alone, or on runtimes that bring its built-ins. */
const NODE_ROOMS = ['issuer', 'store', 'sandbox', 'audit', 'cli'];

/** The one room that each package is imported in. */
const PACKAGE_HOMES = {
  zod: ['wire', 'sandbox'],
  nanoid: ['token'],
  tr46: ['idna'],
  hono: ['sandbox'],
  '@hono/node-server': ['sandbox'],
  'tough-cookie': ['audit'],
  htmlparser2: ['audit'],
};

const ROOMS = RANKS.flat();

/** Matches the files of these rooms, whether a room is a folder or a single file. */
const filesOf = (rooms) => (rooms.length > 0 ? `^src/(?:${rooms.join('|')})(?:/|\\.ts$)` : '(?!)');

const downward = RANKS.flatMap((rank, at) =>
  rank.map((room) => ({
    name: `downward-from-${room}`,
    comment: `${room}/ imports itself and lower ranks only: errors, token ← url, wire ← check ← … ← cli.`,
    severity: 'error',
    from: { path: filesOf([room]) },
    to: { path: '^src/', pathNot: filesOf([room, ...RANKS.slice(0, at).flat()]) },
  })),
);

const homes = Object.entries(PACKAGE_HOMES).map(([name, rooms]) => ({
  name: `home-of-${name}`,
  comment: `Only ${rooms.join(' and ')}/ imports ${name}; the others use what it exports.`,
  severity: 'error',
  from: { path: '^src/', pathNot: filesOf(rooms) },
  to: { path: `(?:^|node_modules/)${name}(?:/|$)` },
}));

export default {
  forbidden: [
    ...downward,
    ...homes,
    {
      name: 'room-with-a-rank',
      comment: 'A new room needs a place among the ranks of this file.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/index\\.ts$', filesOf(ROOMS)] },
      to: {},
    },
    {
      name: 'package-with-a-home',
      comment: 'A package that is imported needs a room of its own in this file.',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/',
        pathNot: `node_modules/(?:${Object.keys(PACKAGE_HOMES).join('|')})/`,
      },
    },
    {
      name: 'no-circle',
      comment: 'Files that need each other, for types alone too, are one file or three.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-index-from-inside',
      comment: 'An index.ts is for the users of a room; import the file itself.',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: ['^src/index\\.ts$', '^src/.+/index\\.ts$'] },
    },
    {
      name: 'node-built-ins-in-node-rooms',
      comment: 'Everything else runs in browsers, React Native, Bun, Deno and Workers as well.',
      severity: 'error',
      from: { path: '^src/', pathNot: filesOf(NODE_ROOMS) },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'resolvable',
      comment: 'Nothing is there under this name.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // TypeScript 7 has no interface for tools; swc reads its syntax, type imports included.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // It cannot read JSX; that the pages run in a browser is shown by their build.
    exclude: { path: '^src/sandbox/pages/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
};

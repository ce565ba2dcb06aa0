// Bundles entries of an application with Metro, as `react-native bundle` does for a release.
// node bundle.cjs PROJECT RUN NAME... : RUN/NAME.js becomes RUN/NAME.bundle.js
const { createRequire } = require('node:module');
const { mkdirSync } = require('node:fs');
const { join, relative } = require('node:path');

const [project, run, ...names] = process.argv.slice(2);
// Caches are below it, and two runs at once must not empty each other's.
process.env.TMPDIR = join(run, 'tmp');
mkdirSync(process.env.TMPDIR, { recursive: true });
const Metro = createRequire(join(project, 'package.json'))('metro');

async function main() {
  const config = await Metro.loadConfig({ cwd: project, resetCache: true });
  const quiet = { ...config, maxWorkers: 1, reporter: { update() {} } };
  for (const name of names) {
    await Metro.runBuild(quiet, {
      entry: join(relative(project, run), `${name}.js`),
      out: join(run, `${name}.bundle.js`),
      dev: false,
      minify: true,
      platform: 'ios',
    });
  }
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);

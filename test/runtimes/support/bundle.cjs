// Bundles entries of an application with Metro, as `react-native bundle` does for a release.
// node bundle.cjs FOLDER NAME... : FOLDER/entries/NAME.js becomes FOLDER/entries/NAME.bundle.js
const { createRequire } = require('node:module');
const { join } = require('node:path');

const [folder, ...names] = process.argv.slice(2);
const Metro = createRequire(join(folder, 'package.json'))('metro');

async function main() {
  const config = await Metro.loadConfig({ cwd: folder, resetCache: true });
  const quiet = { ...config, maxWorkers: 1, reporter: { update() {} } };
  for (const name of names) {
    await Metro.runBuild(quiet, {
      entry: `entries/${name}.js`,
      out: join(folder, `entries/${name}.bundle.js`),
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

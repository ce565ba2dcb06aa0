// A test runner for StrykerJS: Vitest's own engine, in the process that holds the mutants.
//
// StrykerJS's runner for Vitest starts a whole run for each mutant, which takes seconds. Here the
// sources stay loaded, and only the test files that reach a mutant are evaluated anew, the fastest
// first, up to the first test that fails.
import { existsSync, globSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { commonTokens, declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin';
import {
  DryRunStatus,
  determineHitLimitReached,
  MutantRunStatus,
  TestStatus,
} from '@stryker-mutator/api/test-runner';

const SLOWEST_TEST_MS = 60_000;
/** Rooms whose tests are about the sources of another room too. */
const TESTED_BY = { url: ['check', 'vectors'] };
/** Unless `TESTS` names one of them by its whole path. */
const LEFT_OUT = [
  '**/node_modules/**',
  'test/**/*.heavy.test.ts',
  'test/issuer/faults.test.ts',
  // A process of its own, in which no mutant is active, and servers, for which one waits too long.
  'test/store/{memory-process,redis-server,redis-failover,sql-databases}.test.ts',
];
/** Stands for a test while a test file is evaluated; what is reached then, each of its tests needs. */
const COLLECTION = 'collection';
const FASTEST_FIRST = '.test-files.json';

/** Where the instrumented sources look for the mutant and report what they reach. */
globalThis.__stryker__ = {};
const stryker = globalThis.__stryker__;

/** Counts `vi.resetModules()`: what a test imports afterwards is loaded anew, with what that imports. */
let resets = 0;
const strippedSources = new Map();
registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const inherited = /\?reset=\d+/.exec(context.parentURL ?? '')?.[0];
    const query = inherited ?? (resets > 0 ? `?reset=${resets}` : '');
    const isOurs =
      /\/src\/[^?]+\.ts$/.test(resolved.url) && !resolved.url.includes('/node_modules/');
    return query && isOurs ? { ...resolved, url: resolved.url + query } : resolved;
  },
  // Evaluates a file once more without reading and stripping it once more.
  load(url, context, next) {
    if (!/\?(run|reset)=/.test(url)) return next(url, context);
    const path = fileURLToPath(url.replace(/\?.*/, ''));
    let source = strippedSources.get(path);
    if (source === undefined) {
      source = stripTypeScriptTypes(readFileSync(path, 'utf8'));
      strippedSources.set(path, source);
    }
    return { format: 'module', source, shortCircuit: true };
  },
});

/** What Vitest's engine expects of the worker that it normally runs in. */
function pretendWorker(root) {
  const config = {
    root,
    fakeTimers: {
      toFake: [
        'setTimeout',
        'clearTimeout',
        'setInterval',
        'clearInterval',
        'setImmediate',
        'clearImmediate',
        'Date',
        'performance',
      ],
    },
    sequence: { hooks: 'stack', setupFiles: 'list', concurrent: false },
    maxConcurrency: 1,
    testTimeout: SLOWEST_TEST_MS,
    hookTimeout: SLOWEST_TEST_MS,
    retry: 0,
    tags: [],
    setupFiles: [],
    diffOptions: {},
    expect: {},
    experimental: { viteModuleRunner: false, importDurations: { limit: 0 } },
    passWithNoTests: true,
    snapshotOptions: { updateSnapshot: 'none' },
  };
  globalThis.__vitest_worker__ = {
    config,
    ctx: { pool: 'forks' },
    environment: { name: 'node' },
    metaEnv: process.env,
    evaluatedModules: { idToModuleMap: new Map() },
    moduleExecutionInfo: new Map(),
    onCleanup: () => {},
    rpc: {},
  };
  return config;
}

/** The copy of the sources that is changed has no packages of its own. */
function linkParts(folder) {
  const installed = fileURLToPath(new URL(`../../${folder}`, import.meta.url));
  if (!existsSync(installed)) return;
  try {
    symlinkSync(installed, folder);
  } catch (error) {
    // Another worker was first.
    if (error.code !== 'EEXIST') throw error;
  }
}

function testsOf(suite) {
  return suite.tasks.flatMap((task) => (task.type === 'test' ? [task] : testsOf(task)));
}

function nameOf(task) {
  return task.suite ? `${nameOf(task.suite)} ${task.name}` : task.name;
}

const passed = (test) => test.result?.state === 'pass';
const failed = (test) => test.result?.state === 'fail';
const messageOf = (test) => test.result?.errors?.[0]?.message ?? 'failed';

class InProcessRunner {
  static inject = [commonTokens.options, commonTokens.logger];

  #log;
  #vitest;
  #startTests;
  #config;
  #testFiles = [];
  #evaluations = 0;
  #mutantsRun = 0;
  #isSpoiled = false;
  #fileIds = new Map();
  #loaded = new Set();
  #resettingTests = new Set();
  /** Milliseconds of the slowest test of each file in the dry run. */
  #slowest = new Map();

  constructor(_options, log) {
    this.#log = log;
  }

  capabilities() {
    // A module is loaded once: a mutant that acts while it loads needs a new process.
    return { reloadEnvironment: false };
  }

  async init() {
    const root = process.cwd();
    this.#config = pretendWorker(root);
    const room = process.env.ROOM;
    const folders = [room, ...(TESTED_BY[room] ?? [])];
    const include =
      process.env.TESTS?.split(',') ?? folders.map((folder) => `test/${folder}/**/*.test.ts`);
    linkParts(`test/${room}/node_modules`);
    this.#testFiles = include
      .flatMap((path) => (existsSync(path) ? path : globSync(path, { exclude: LEFT_OUT })))
      .map((file) => resolve(root, file))
      .sort();
    // The dry run leaves them in the order of their time, for every worker.
    if (existsSync(FASTEST_FIRST)) {
      this.#slowest = new Map(JSON.parse(readFileSync(FASTEST_FIRST, 'utf8')));
      this.#testFiles = [...this.#slowest.keys()];
    }
    const load = (name) => import(pathToFileURL(resolve(root, 'node_modules', name)));
    this.#vitest = await load('vitest/dist/index.js');
    ({ startTests: this.#startTests } = await load('@vitest/runner/dist/index.js'));
    const { generateFileHash } = await load('@vitest/runner/dist/utils.js');
    for (const file of this.#testFiles) {
      this.#fileIds.set(file, generateFileHash(relative(root, file), ''));
    }
    this.#vitest.vi.resetModules = () => {
      this.#resettingTests.add(stryker.currentTestId);
      resets = ++this.#evaluations;
      return this.#vitest.vi;
    };
    // A mutant may leave something that fails later; that it fails is not this mutant's doing.
    process.on('unhandledRejection', () => {});
    process.on('uncaughtException', () => {});
  }

  async dryRun() {
    stryker.mutantCoverage = { static: {}, perTest: {} };
    const tests = [];
    const times = new Map();
    const addHits = (testId, otherId) => {
      const { perTest } = stryker.mutantCoverage;
      const hits = perTest[testId] ?? {};
      perTest[testId] = hits;
      for (const [id, count] of Object.entries(perTest[otherId] ?? {})) {
        hits[id] = (hits[id] ?? 0) + count;
      }
    };
    for (const file of this.#testFiles) {
      // Loads the sources first, so that what a test file calls while it is evaluated can be told.
      await this.#runFile(file, () => false);
      const begun = performance.now();
      const result = await this.#runFile(file, () => true);
      times.set(file, performance.now() - begun);
      if (failed(result) && testsOf(result).length === 0) {
        this.#log.warn('Left out, does not load: %s: %s', result.name, messageOf(result));
      }
      const slowest = Math.max(0, ...testsOf(result).map((test) => test.result?.duration ?? 0));
      this.#slowest.set(file, slowest);
      for (const test of testsOf(result)) {
        const timeSpentMs = test.result?.duration ?? 0;
        const common = { id: test.id, name: nameOf(test), fileName: file, timeSpentMs };
        if (passed(test)) {
          addHits(test.id, COLLECTION);
          tests.push({ ...common, status: TestStatus.Success });
          continue;
        }
        if (failed(test)) {
          this.#log.warn('Left out, fails here: %s: %s', common.name, messageOf(test));
        }
        delete stryker.mutantCoverage.perTest[test.id];
        tests.push({ ...common, status: TestStatus.Skipped });
      }
      delete stryker.mutantCoverage.perTest[COLLECTION];
    }
    this.#forgetReloads();
    this.#testFiles.sort((a, b) => times.get(a) - times.get(b));
    const slowest = this.#testFiles.map((file) => [file, this.#slowest.get(file)]);
    writeFileSync(FASTEST_FIRST, JSON.stringify(slowest));
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage };
  }

  /** What runs only while a module loads is not reached by a test that loads the module anew. */
  #forgetReloads() {
    const { static: whileLoading, perTest } = stryker.mutantCoverage;
    const reached = new Set();
    for (const [test, hits] of Object.entries(perTest)) {
      if (this.#resettingTests.has(test)) continue;
      for (const mutant of Object.keys(hits)) reached.add(mutant);
    }
    for (const test of this.#resettingTests) {
      for (const mutant of Object.keys(perTest[test] ?? {})) {
        if (mutant in whileLoading && !reached.has(mutant)) delete perTest[test][mutant];
      }
    }
  }

  async mutantRun({ testFilter, activeMutant, hitLimit, mutantActivation }) {
    // What spoiled the process ran before this one: another process, and this mutant again.
    if (this.#isSpoiled) process.exit(1);
    this.#mutantsRun++;
    const chosen = new Set(testFilter);
    stryker.hitCount = hitLimit === undefined ? undefined : 0;
    stryker.hitLimit = hitLimit;
    stryker.mutantCoverage = undefined;
    if (mutantActivation === 'static') stryker.activeMutant = activeMutant.id;
    let nrOfTests = 0;
    for (const file of this.#testFiles) {
      if (testFilter && !testFilter.some((id) => id.startsWith(`${this.#fileIds.get(file)}_`))) {
        continue;
      }
      stryker.activeMutant = activeMutant.id;
      const result = await this.#runFile(file, (test) => !testFilter || chosen.has(test.id), true);
      stryker.activeMutant = undefined;
      const tests = testsOf(result);
      nrOfTests += tests.filter((test) => passed(test) || failed(test)).length;
      const isOver = determineHitLimitReached(stryker.hitCount, hitLimit);
      if (isOver) return isOver;
      const killer = failed(result) ? (tests.find(failed) ?? result) : undefined;
      if (!killer) continue;
      stryker.hitLimit = undefined;
      await this.#checkUnspoiled(file, killer);
      return {
        status: MutantRunStatus.Killed,
        killedBy: [killer.type === 'test' ? killer.id : (testFilter?.[0] ?? '')],
        failureMessage: messageOf(killer),
        nrOfTests,
      };
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  /** A mutant that leaves something behind must not kill the mutants after it. */
  async #checkUnspoiled(file, killer) {
    const again = await this.#runFile(
      file,
      (test) => killer.type !== 'test' || test.id === killer.id,
    );
    if (!failed(again)) return;
    if (this.#mutantsRun > 1) process.exit(1);
    this.#isSpoiled = true;
  }

  async #runFile(path, isChosen, stopsAtFailure = false) {
    const { vi, TestRunner } = this.#vitest;
    const config = this.#config;
    // A test that waits in vain fails by itself, which spares a new process.
    const limit = stopsAtFailure ? 2_000 + 4 * this.#slowest.get(path) : SLOWEST_TEST_MS;
    config.testTimeout = config.hookTimeout = limit;
    const evaluation = ++this.#evaluations;
    let hasFailed = false;
    const isLoaded = this.#loaded.has(path);
    this.#loaded.add(path);
    class Runner extends TestRunner {
      snapshotClient = { clearTest() {}, getSnapshotState() {}, clear() {} };
      importFile(file) {
        stryker.currentTestId = isLoaded ? COLLECTION : undefined;
        return import(`${pathToFileURL(file)}?run=${evaluation}`);
      }
      onCollected([file]) {
        stryker.currentTestId = undefined;
        for (const test of testsOf(file)) {
          test.concurrent = false;
          if (!isChosen(test) && test.mode === 'run') test.mode = 'skip';
        }
        skipEmpty(file);
      }
      onBeforeRunTask(test) {
        if (stopsAtFailure && hasFailed) test.mode = 'skip';
        stryker.currentTestId = test.id;
      }
      onAfterRunTask(test) {
        hasFailed ||= failed(test);
        stryker.currentTestId = undefined;
      }
      onBeforeRunSuite() {}
      onAfterRunSuite() {}
    }
    const runner = new Runner(config);
    runner.__setTraces({ $: (_name, _options, run) => run() });
    const [file] = await this.#startTests([{ filepath: path, fileTags: [] }], runner);
    resets = 0;
    vi.useRealTimers();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
    return file;
  }
}

function skipEmpty(suite) {
  for (const task of suite.tasks) if (task.type === 'suite') skipEmpty(task);
  if (suite.tasks.every((task) => task.mode !== 'run')) suite.mode = 'skip';
}

export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
];

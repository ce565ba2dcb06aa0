import type { Context } from './api-server.ts';
import { inBrowser } from './in-browser.ts';
import { inHermes } from './in-hermes.ts';
import { inProcess } from './in-process.ts';
import { inWorker } from './in-worker.ts';
import type { Host } from './matrix.ts';

/** How a case ended. */
export interface Outcome {
  readonly suite: string;
  readonly sentence: string;
  readonly skipped?: string;
  readonly failure?: string;
}

/** What ran, and how it went. */
export interface Run {
  /** As the runtime tells it. */
  readonly version: string;
  readonly outcomes: readonly Outcome[];
}

/** What there is for a run. */
export interface Task {
  /** The folder with the installation and the suites. */
  readonly folder: string;
  readonly suites: readonly string[];
  readonly context: Context;
  readonly scripts: Map<string, string>;
}

/** Runs suites on a runtime. */
export function runOn(host: Host, task: Task): Promise<Run> {
  switch (host.kind) {
    case 'process':
      return inProcess(host, task);
    case 'worker':
      return inWorker(host, task);
    case 'browser':
      return inBrowser(host, task);
    case 'hermes':
      return inHermes(host, task);
  }
}

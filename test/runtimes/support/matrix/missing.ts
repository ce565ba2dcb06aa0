import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENGINES } from '../../../support/engines/engines.ts';
import { missingPackages } from '../installed.ts';
import { missingRuntime } from '../runtimes.ts';
import type { Host } from './matrix.ts';

const RUNTIMES = fileURLToPath(new URL('../..', import.meta.url));

/** Why nothing can run on a host here, or `undefined`. On CI that is a failure, not a skip. */
export function missingPart(host: Host): string | undefined {
  switch (host.kind) {
    case 'process':
      return missingRuntime(host.command);
    case 'worker':
      return missingRuntime('workerd');
    case 'browser':
      return missingPackages(RUNTIMES) ?? ENGINES.find(({ name }) => name === host.engine)?.missing;
    case 'hermes':
      return (
        missingPackages(RUNTIMES) ??
        missingPackages(join(RUNTIMES, `react-native-${host.reactNative}`))
      );
  }
}

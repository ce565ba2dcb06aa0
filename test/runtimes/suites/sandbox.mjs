import { isSandboxError, scenarios, startSandbox } from '@mileapp/custom-module-url/sandbox';
import { equal, rejection, suite } from './harness.mjs';

export default suite('sandbox', {
  'opens a module as a user, and an outage is no logout': async () => {
    const sandbox = await startSandbox();
    try {
      const first = await sandbox.openModule('Report', { user: 'Dispatcher' });
      equal([first.status, first.body.includes('Hello, Dispatcher')], [200, true]);
      sandbox.fail('resolve', scenarios.upstreamError());
      equal((await sandbox.openModule('Report')).status, 503);
      sandbox.reset();
      sandbox.advance('5m');
      equal((await sandbox.openModule('Report')).status, 200);
      equal(
        isSandboxError(await rejection(sandbox.openModule('No such module')), 'module_unknown'),
        true,
      );
    } finally {
      await sandbox.stop();
    }
  },
});

import { render } from 'preact';
import { Shell } from './parts/shell.tsx';
import { follow } from './state/live.ts';
import { path, viewOf } from './state/router.ts';
import { AppView } from './views/app.tsx';
import { AuditView } from './views/audit.tsx';
import { FaultsView } from './views/faults.tsx';
import { JourneyView } from './views/journey.tsx';
import { ModulesView } from './views/modules.tsx';
import { PlaygroundView } from './views/playground.tsx';
import { RolesView } from './views/roles.tsx';

const VIEWS = {
  app: AppView,
  modules: ModulesView,
  roles: RolesView,
  journey: JourneyView,
  faults: FaultsView,
  audit: AuditView,
  playground: PlaygroundView,
};

function Pages() {
  const View = VIEWS[viewOf(path.value)];
  return (
    <Shell>
      <View />
    </Shell>
  );
}

follow();
render(<Pages />, document.querySelector('#app') as Element);

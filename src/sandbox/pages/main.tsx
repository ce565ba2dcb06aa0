import { render } from 'preact';
import { Shell } from './parts/shell.tsx';
import { follow, isConnected, state } from './state/live.ts';
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
  const view = viewOf(path.value);
  // Drawn once, with everything in it, so that nothing moves when the state arrives.
  if (!state.value && isConnected.value !== false && view !== 'playground') return null;
  const View = VIEWS[view];
  return (
    <Shell>
      <View />
    </Shell>
  );
}

follow();
render(<Pages />, document.querySelector('#app') as Element);

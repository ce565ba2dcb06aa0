import type { ModuleUrl } from '../../../url/module-url.ts';
import { texts } from '../state/preferences.ts';

/** Where the token will arrive, in a sentence and without a token. */
export function Arrival({ moduleUrl }: { readonly moduleUrl: ModuleUrl }) {
  const { modules, place } = texts.value;
  const places = moduleUrl.placeholders.map(({ component, parameter }) =>
    place[component](parameter),
  );
  return (
    <div class="arrival">
      <p>
        <span class="label">{modules.preview}</span>
        <code>{moduleUrl.preview()}</code>
      </p>
      <p>
        {places.length > 0 ? modules.arrives([...new Set(places)].join(', ')) : modules.noToken}
      </p>
    </div>
  );
}

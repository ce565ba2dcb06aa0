import { texts } from '../state/preferences.ts';

export function AuditView() {
  return <p class="card">{texts.value.audit.module}</p>;
}

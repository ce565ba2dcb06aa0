import type { AuditProgress } from '../../audit/audit-receiver.ts';
import type { AuditReport } from '../../audit/report.ts';
import type { TrustedOrigin } from '../../audit/send.ts';
import { parseModuleUrl } from '../../url/parse-module-url.ts';
import { MODULE_URL_OPTIONS, type SandboxContext } from '../api/context.ts';
import type { Issuing } from '../api/issuing.ts';
import type { ShortTokenCalls } from '../api/short-tokens.ts';
import { SandboxError } from '../sandbox-error.ts';
import { createSandboxIssuer } from './sandbox-issuer.ts';

/** Audits of services that resolve at this sandbox, one at a time. */
export interface Audits {
  /**
   * @param module - id of a module
   * @throws SandboxError `module_unknown`, `audit_running`
   */
  readonly run: (module: string, signal: AbortSignal) => Promise<AuditReport>;
  /** How far the audit has come that runs now. */
  readonly progress: () => AuditProgress | null;
}

const TIMEOUT_MS = 170_000;

/** What audits take from the sandbox that they happen in. */
export interface AuditsOptions {
  /** Where the API is to be reached from this process. */
  readonly baseUrl: string;
  readonly trusted: TrustedOrigin | undefined;
  /** Called whenever the progress is another one. */
  readonly onChange: () => void;
}

export function createAudits(
  context: SandboxContext,
  issuing: Issuing,
  shortTokens: ShortTokenCalls,
  { baseUrl, trusted, onChange }: AuditsOptions,
): Audits {
  let progress: AuditProgress | null = null;
  const show = (next: AuditProgress | null) => {
    progress = next;
    onChange();
  };
  return {
    progress: () => progress,
    async run(id, signal) {
      const module = context.world.modules().find(({ _id, isDeleted }) => _id === id && !isDeleted);
      if (!module) throw new SandboxError('module_unknown', 'There is no such module.');
      if (progress) {
        throw new SandboxError('audit_running', 'An audit is running. Wait for its end.');
      }
      show({ step: '', number: 0, of: 1 });
      const named = { id: module._id, name: module.name };
      const issuer = createSandboxIssuer(context, issuing, shortTokens, { baseUrl, module: named });
      try {
        // It is large, and most sandboxes stop without it.
        const { auditReceiver } = await import('../../audit/audit-receiver.ts');
        return await auditReceiver({
          moduleUrl: parseModuleUrl(module.url, MODULE_URL_OPTIONS),
          issuer,
          // Of this organization, which is the one that a service under development admits.
          user: { organizationId: context.world.organizationId },
          timeoutMs: TIMEOUT_MS,
          signal,
          trusted,
          onProgress: show,
        });
      } finally {
        shortTokens.rehearse(undefined);
        show(null);
      }
    },
  };
}

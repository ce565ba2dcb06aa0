import type { AuditProgress } from '../../audit/audit-receiver.ts';
import type { CustomModule } from '../../wire/custom-module.ts';
import type { PlannedFault } from '../faults/faults.ts';
import type { SandboxRole, SandboxTask, SandboxUser } from '../world/world.ts';

/** Everything but the journey, as the pages show it. */
export interface SandboxState {
  readonly version: string;
  /** Of the API. */
  readonly baseUrl: string;
  readonly receiver: {
    readonly origin: string;
    /** Whether it is the demo service, or one that `--receiver` names. */
    readonly isDemo: boolean;
  };
  readonly organizationId: string;
  readonly reservedNames: readonly string[];
  readonly users: readonly (SandboxUser & {
    readonly permissions: readonly string[];
    readonly isAdministrator: boolean;
  })[];
  readonly roles: readonly SandboxRole[];
  readonly modules: readonly CustomModule[];
  readonly tasks: readonly SandboxTask[];
  readonly faults: readonly PlannedFault[];
  readonly latencyMs: number;
  /** Milliseconds that the sandbox's clock is ahead of the system's. */
  readonly aheadMs: number;
  /** How far the audit has come that runs now. */
  readonly audit: AuditProgress | null;
  readonly ttlSeconds: number;
  readonly reuse: 'allow' | 'reject';
}

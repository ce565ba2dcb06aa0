export type { ReusePolicy } from '../issuer/options.ts';
export { type Scenario, scenarios } from '../testing/scenarios.ts';
export type { Duration } from './clock.ts';
export type { FaultOperation } from './faults/faults.ts';
export type {
  Invocation,
  InvocationOrigin,
  JourneyOutcome,
  JourneyStep,
  JourneyStepKind,
  Named,
} from './journey/types.ts';
export type { SandboxOptions } from './options.ts';
export { isSandboxError, SandboxError, type SandboxErrorCode } from './sandbox-error.ts';
export { type Sandbox, startSandbox } from './start-sandbox.ts';
export type { VisitedHop, VisitedPage } from './visit/get-page.ts';
export type { ModuleVisit } from './visit/module-visit.ts';
export type { Seed, SeedModule, SeedRole, SeedTask, SeedUser } from './world/seed.ts';

export type { DomainToAscii } from '../url/host.ts';
export type { ModuleUrl } from '../url/module-url.ts';
export type { ModuleUrlOptions } from '../url/refuse-authority.ts';
export { checkModuleUrl, type ModuleUrlCheck } from './check-module-url.ts';
export type {
  DiagnosticSeverity,
  ModuleUrlDiagnostic,
  ModuleUrlDiagnosticCode,
} from './diagnostics.ts';

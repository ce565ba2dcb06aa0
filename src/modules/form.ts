export type {
  DiagnosticSeverity,
  ModuleUrlDiagnostic,
  ModuleUrlDiagnosticCode,
} from '../check/diagnostics.ts';
export type { ModuleUrlOptions } from '../url/refuse-authority.ts';
export type {
  CustomModule,
  CustomModuleChanges,
  CustomModuleConfiguration,
  CustomModuleDraft,
  CustomModuleType,
} from '../wire/custom-module.ts';
export { applyEdit, type EditCheck } from './apply-edit.ts';
export type { ExistingModule, TakenNames } from './check-name.ts';
export type {
  CustomModuleDiagnostic,
  CustomModuleDiagnosticCode,
  CustomModuleField,
} from './diagnostics.ts';
export {
  type CustomModuleCheck,
  type CustomModuleForm,
  type ValidateOptions,
  validateCustomModule,
} from './validate-custom-module.ts';

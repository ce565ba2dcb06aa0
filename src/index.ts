export type { GeneratedToken, SuppliedToken, TokenGenerator, TokenRequest } from './token/types.ts';
export {
  checkModuleUrl,
  type ModuleUrlCheck,
  type ModuleUrlOptions,
  parseModuleUrl,
} from './url/check-module-url.ts';
export type {
  DiagnosticSeverity,
  ModuleUrlDiagnostic,
  ModuleUrlDiagnosticCode,
  ModuleUrlErrorCode,
} from './url/diagnostics.ts';
export type { DomainToAscii } from './url/host.ts';
export { isModuleUrl, type ModuleUrl } from './url/module-url.ts';
export { isModuleUrlError, ModuleUrlError } from './url/module-url-error.ts';
export { redactUrl } from './url/redact-url.ts';
export { type RenderOptions, renderModuleUrl } from './url/render-module-url.ts';
export type { RenderedModuleUrl } from './url/rendered-module-url.ts';
export type { Placeholder, PlaceholderComponent } from './url/template.ts';

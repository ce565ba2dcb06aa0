export type { MenuEntry } from '../modules/menu-for.ts';
export type { SuppliedToken, TokenGenerator, TokenRequest } from '../token/types.ts';
export type { ModuleUrl } from '../url/module-url.ts';
export type { ModuleUrlOptions } from '../url/refuse-authority.ts';
export {
  createNavigationGuard,
  type NavigationGuardOptions,
  type NavigationRequest,
} from './create-navigation-guard.ts';
export {
  FRAME_SANDBOX,
  type MountModuleFrameOptions,
  mountModuleFrame,
} from './mount-module-frame.ts';
export { type OpenEntryOptions, openEntry } from './open-entry.ts';
export { type OpenModuleOptions, openModule } from './open-module.ts';
export { type OpenModuleNativeOptions, openModuleNative } from './open-module-native.ts';
export type { OpenOptions } from './render-or-fail.ts';
export type {
  Blocked,
  Failed,
  MountResult,
  Opened,
  OpenFailure,
  OpenResult,
  TimedOut,
} from './result.ts';
export type { WaitingTexts } from './waiting-page.ts';

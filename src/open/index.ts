export type { WaitingTexts } from '../modules/texts/module-texts.ts';
export type { GeneratedToken, TokenGenerator, TokenRequest } from '../token/types.ts';
export type { ModuleUrlOptions } from '../url/check-module-url.ts';
export type { ModuleUrl } from '../url/module-url.ts';
export { createNavigationGuard, type NavigationRequest } from './create-navigation-guard.ts';
export {
  FRAME_SANDBOX,
  type MountModuleFrameOptions,
  mountModuleFrame,
} from './mount-module-frame.ts';
export type { ObtainOptions } from './obtain.ts';
export { type OpenModuleOptions, openModule } from './open-module.ts';
export { type OpenModuleNativeOptions, openModuleNative } from './open-module-native.ts';
export type {
  Blocked,
  Failed,
  MountResult,
  Opened,
  OpenFailure,
  OpenResult,
  TimedOut,
} from './result.ts';

export type {
  CustomModule,
  CustomModuleConfiguration,
  CustomModuleType,
} from '../wire/custom-module.ts';
export { type MenuEntry, type MenuOptions, menuFor, type Platform } from './menu-for.ts';
export { labelFor, moduleNameOf, permissionFor } from './names.ts';

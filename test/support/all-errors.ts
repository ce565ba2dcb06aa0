// Every family of errors in one module, for the test that bundles them once more.

export {
  isStoreUnavailableError,
  StoreUnavailableError,
} from '../../src/store/store-unavailable-error.ts';
export { isModuleUrlError, ModuleUrlError } from '../../src/url/module-url-error.ts';
export { CustomModuleError, isCustomModuleError } from '../../src/wire/custom-module-error.ts';
export { isShortTokenError, ShortTokenError } from '../../src/wire/short-token-error.ts';

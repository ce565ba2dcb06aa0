import { isModuleUrlError, type ModuleUrlOptions, parseModuleUrl } from '../../../src/index.ts';

/** The code that parsing throws; `undefined` where it does not. */
export function codeOf(source: string, options?: ModuleUrlOptions): string | undefined {
  try {
    parseModuleUrl(source, options);
    return undefined;
  } catch (error) {
    if (!isModuleUrlError(error)) throw error;
    return error.code;
  }
}

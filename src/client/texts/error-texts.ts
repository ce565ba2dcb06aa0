import type { ShortTokenErrorCode } from '../../wire/short-token-error.ts';
import type { CustomModuleErrorCode } from '../custom-module-error.ts';

/** One sentence for each way in which a call can fail, by the `code` of its error. */
export type ErrorTexts = Readonly<Record<ShortTokenErrorCode | CustomModuleErrorCode, string>>;

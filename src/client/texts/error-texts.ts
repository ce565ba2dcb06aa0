import type { CustomModuleErrorCode } from '../../wire/custom-module-error.ts';
import type { ShortTokenErrorCode } from '../../wire/short-token-error.ts';

/** One sentence for each way in which a call can fail, by the `code` of its error. */
export type ErrorTexts = Readonly<Record<ShortTokenErrorCode | CustomModuleErrorCode, string>>;

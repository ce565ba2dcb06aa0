import type { CustomModule } from '../wire/custom-module.ts';
import { customModuleSchema } from '../wire/custom-module-schemas.ts';
import { readMessage } from '../wire/read-message.ts';

/** What a piece of JSON is: a Custom Module, or something else. */
export type CustomModuleReading =
  | {
      /** It is a Custom Module. */
      readonly ok: true;
      /** The module, unknown fields included. */
      readonly module: CustomModule;
    }
  | {
      /** It is something else. */
      readonly ok: false;
      /** Paths of the fields that do not have the documented shape, never their values. */
      readonly issues: readonly string[];
    };

/**
 * Reads a Custom Module from JSON that comes from elsewhere than the client, a cache or a fixture;
 * unknown fields and unknown `type` values stay. Never throws.
 *
 * @param json - anything that `JSON.parse` returns
 * @returns the module, or the paths of the fields that are not as documented
 * @example
 * const read = readCustomModule(JSON.parse(cached));
 * if (read.ok) show(read.module);
 */
export function readCustomModule(json: unknown): CustomModuleReading {
  const read = readMessage(customModuleSchema, json);
  return read.ok ? { ok: true, module: read.value } : read;
}

import type { CustomModule } from '../wire/custom-module.ts';
import { customModuleSchema } from '../wire/custom-module-schemas.ts';
import { type ReadMessage, readMessage } from '../wire/read-message.ts';

/**
 * Reads a Custom Module from JSON that came from elsewhere than the client, a cache or a fixture;
 * unknown fields and unknown `type` values stay.
 *
 * @returns the module, or the paths of the fields that do not have the documented shape, never their values
 * @example
 * const read = readCustomModule(JSON.parse(cached));
 * if (read.ok) show(read.value);
 */
export function readCustomModule(json: unknown): ReadMessage<CustomModule> {
  return readMessage(customModuleSchema, json);
}

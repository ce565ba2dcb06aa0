import { createCustomModuleClient } from '../../../client/create-custom-module-client.ts';
import { control } from './control.ts';
import { user } from './live.ts';

/** The Custom Module endpoints, as the user whom the person plays. */
export const modules = createCustomModuleClient({
  baseUrl: `${location.origin}/api/v3`,
  async bearer() {
    const body = { user: user.value?.id ?? '' };
    return (await control<{ readonly bearer: string }>('POST', '/sessions', body)).bearer;
  },
});

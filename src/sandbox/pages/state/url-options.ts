import type { ModuleUrlOptions } from '../../../url/refuse-authority.ts';

/** How these pages read module URLs: a service under development has no certificate. */
export const URL_OPTIONS: ModuleUrlOptions = {
  allowHttpLoopback: true,
  domainToAscii,
};

/** The browser has the table of all scripts; here it is nobody's judge, it only suggests. */
export function domainToAscii(host: string): string {
  try {
    return new URL(`https://${host}`).hostname;
  } catch {
    return '';
  }
}

import { chromium } from './chromium.ts';
import type { Engine } from './engine.ts';
import { firefox } from './firefox.ts';
import { webkit } from './webkit.ts';

/** All engines that a behaviour has to hold in. */
export const ENGINES: readonly Engine[] = [chromium, firefox, webkit];

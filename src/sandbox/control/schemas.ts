import * as z from 'zod/mini';
import { scenarios } from '../../testing/scenarios.ts';
import { FAULT_OPERATIONS } from '../faults/faults.ts';

const text = z.string().check(z.minLength(1), z.maxLength(8192));

/** The names of the failures, as `scenarios` of `./testing` has them. */
export const SCENARIO_NAMES = Object.keys(scenarios) as (keyof typeof scenarios)[];

/** The bodies that the control API takes, by the name that its OpenAPI document gives them. */
export const BODIES = {
  /** A user logs in. */
  Session: z.strictObject({ user: text }),
  /** A person chooses a menu entry in the pages. */
  Click: z.strictObject({ module: text, user: text, origin: z.enum(['web', 'mobile']) }),
  /** What became of the opening. */
  Opening: z.strictObject({
    status: z.enum(['opened', 'blocked', 'failed', 'timeout']),
    /** Unix time in milliseconds of the browser. */
    at: z.number(),
    code: z.optional(z.string().check(z.regex(/^[\w-]{1,64}$/))),
  }),
  /** A whole invocation without a browser; `module` is a name, an id or a module URL. */
  Visit: z.strictObject({ module: text, user: z.optional(text) }),
  Permissions: z.strictObject({ permissions: z.array(text) }),
  Fault: z.strictObject({
    operation: z.enum(FAULT_OPERATIONS),
    scenario: z.enum(SCENARIO_NAMES as [string, ...string[]]),
    /** Until it is reset by default. */
    times: z.optional(z.number().check(z.int(), z.gte(1))),
  }),
  Latency: z.strictObject({ ms: z.number().check(z.gte(0), z.lte(60_000)) }),
  /** Milliseconds, or a number with a unit: `90s`, `5m`, `2h`. */
  Advance: z.strictObject({ by: z.union([z.number(), z.string()]) }),
  /** `module` is an id. */
  Audit: z.strictObject({ module: text }),
} as const;

/** What a body is once it was checked. */
export type Body<Name extends keyof typeof BODIES> = z.infer<(typeof BODIES)[Name]>;

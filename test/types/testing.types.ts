import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { expectTypeOf } from 'vitest';
import {
  customModuleHandlers,
  type JournalEntry,
  scenarios,
  shortTokenHandlers,
} from '../../src/testing/index.ts';

export function theHandlersFitTheConsumersOwnMsw() {
  const mile = shortTokenHandlers({ http, HttpResponse });
  expectTypeOf(setupServer).toBeCallableWith(...mile.handlers);
  expectTypeOf(mile.journal).toEqualTypeOf<readonly JournalEntry<'generate' | 'resolve'>[]>();
  mile.fail(scenarios.rateLimited({ retryAfter: 2 }), { times: 1, operation: 'resolve' });
  // @ts-expect-error a failure is a scenario, not a status
  mile.fail(429);
  // @ts-expect-error there is no such operation
  mile.fail(scenarios.conflict(), { operation: 'revoke' });
  // @ts-expect-error seconds are a number
  scenarios.rateLimited({ retryAfter: 'later' });
}

export function theModuleHandlersFitTheConsumersOwnMsw() {
  const mile = customModuleHandlers({ http, HttpResponse });
  expectTypeOf(setupServer).toBeCallableWith(...mile.handlers);
  mile.fail(scenarios.conflict(), { operation: 'create' });
  // @ts-expect-error there is no such operation
  mile.fail(scenarios.conflict(), { operation: 'resolve' });
}

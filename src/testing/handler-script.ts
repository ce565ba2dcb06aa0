import type { ShortTokenErrorCode } from '../wire/short-token-error.ts';
import type { HttpResponseLike, Scenario } from './scenarios.ts';

/** One request that the handlers answered; neither a token nor a bearer is in it. */
export interface JournalEntry<Operation extends string = string> {
  /** Which call it was. */
  readonly operation: Operation;
  /** The failure that was played, or `null` for the real answer. */
  readonly scenario: ShortTokenErrorCode | null;
  /** HTTP status; 0 for a network error, `null` while the answer is out. */
  readonly status: number | null;
}

/** When and where a failure is played. */
export interface FailOptions<Operation extends string> {
  /** How often, a whole number from 1; default until `reset`. */
  readonly times?: number | undefined;
  /** In which call; default in all of them. */
  readonly operation?: Operation | undefined;
}

/** The strings that move handlers. */
export interface HandlerControls<Operation extends string> {
  /** What was asked, in order, since the last reset. */
  readonly journal: readonly JournalEntry<Operation>[];
  /**
   * Plays a failure instead of the real answer. Several wait for their turn in the order given.
   *
   * @param scenario - one of `scenarios`, or one of your own
   * @param options - how often and in which call
   * @throws RangeError for a number of times that is none
   */
  fail(scenario: Scenario, options?: FailOptions<Operation>): void;
  /**
   * Steps the clock, on top of whatever a fake clock of the test runner does.
   *
   * @param ms - milliseconds, 0 or more
   * @throws RangeError for anything else
   */
  advance(ms: number): void;
  /** Forgets failures, steps of the clock, the journal and everything that calls have changed. */
  reset(): void;
}

/** What handlers share: the plan of failures, the journal and the clock. */
export interface HandlerScript<Operation extends string> extends HandlerControls<Operation> {
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** Answers one request: with the failure whose turn it is, or as it should be. */
  play(operation: Operation, answer: () => Promise<Response>): Promise<Response>;
}

interface Planned<Operation> extends FailOptions<Operation & string> {
  readonly scenario: Scenario;
  left: number;
}

/**
 * Makes the script of some handlers.
 *
 * @param clock - Unix time in milliseconds
 * @param forget - called by `reset`
 */
export function createHandlerScript<Operation extends string>(
  HttpResponse: HttpResponseLike,
  // Looked up at each call: a fake clock may be put in its place later.
  clock: () => number = () => Date.now(),
  forget: () => void,
): HandlerScript<Operation> {
  const journal: JournalEntry<Operation>[] = [];
  let planned: Planned<Operation>[] = [];
  let ahead = 0;

  function nextFailure(operation: Operation): Scenario | undefined {
    const next = planned.find(
      (plan) => plan.left > 0 && (plan.operation ?? operation) === operation,
    );
    if (next) next.left--;
    return next?.scenario;
  }

  return {
    journal,
    now: () => clock() + ahead,
    async play(operation, answer) {
      const scenario = nextFailure(operation);
      const at = journal.push({ operation, scenario: scenario?.code ?? null, status: null }) - 1;
      const entry = journal[at];
      const response = await (scenario ? scenario.respond(HttpResponse) : answer());
      // A reset may have come in between.
      if (entry && journal[at] === entry) journal[at] = { ...entry, status: response.status };
      return response;
    },
    fail(scenario, { times = Number.POSITIVE_INFINITY, operation } = {}) {
      if (!(times >= 1 && (Number.isInteger(times) || times === Number.POSITIVE_INFINITY))) {
        throw new RangeError('times must be a whole number from 1');
      }
      planned.push({ scenario, operation, left: times });
    },
    advance(ms) {
      if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) {
        throw new RangeError('ms must be a number from 0: tokens do not grow younger');
      }
      ahead += ms;
    },
    reset() {
      planned = [];
      ahead = 0;
      journal.length = 0;
      forget();
    },
  };
}

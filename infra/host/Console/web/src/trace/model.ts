// A history as a tree: the execution's scope has visits of states, and a visit of a Map or Parallel has scopes of its own. The host
// derives it from the history. Times are milliseconds since 1970.
import type { AttemptOutcome, Iteration, Outcome } from '../api/types';

/** One attempt of a Task's call, or of a Map's or Parallel's children. */
export interface Attempt {
  scheduledAt: number;
  /** Null while the scheduled attempt waits to start. */
  startedAt: number | null;
  endedAt: number | null;
  /** When the wait for this retry began. Null for an attempt that is not a retry. */
  waitedFrom: number | null;
  outcome: AttemptOutcome;
  error: string | null;
  /** Whether a redrive caused it. Such an attempt does not count as a retry. */
  redriven: boolean;
}

/** One visit of a state. */
export interface Visit {
  /** Id of the event that entered the state. It has the input. */
  id: number;
  /** Id of the event that left the state. It has the output. Null when the execution has not left the state. */
  exitId: number | null;
  state: string;
  type: string;
  scope: Scope;
  enteredAt: number;
  endedAt: number | null;
  outcome: Outcome;
  error: string | null;
  cause: string | null;
  /** Number of attempts after the first, without those that a redrive caused. */
  retries: number;
  /** When the wait for the next retry began. Null when the visit is not waiting for one. */
  retryWaitFrom: number | null;
  attempts: Attempt[];
  /** Iterations of a Map or branches of a Parallel, from all attempts. */
  children: Scope[];
}

/** A run through a list of states: the execution itself, an iteration of a Map, a branch of a Parallel. */
export interface Scope {
  kind: 'execution' | 'iteration' | 'branch';
  /** Number of the iteration or branch, from 0. 0 for the execution. */
  index: number;
  /** What the iteration is about, such as the names of the renditions that it makes. Null when its input does not say. */
  name: string | null;
  owner: Visit | null;
  /** Index of the attempt of the owner that it belongs to, from 0. */
  attempt: number;
  /** The iterations that it is in, outermost first. */
  path: readonly Iteration[];
  startedAt: number;
  endedAt: number | null;
  outcome: Outcome;
  visits: Visit[];
}

/** A period during which the execution ran: from its start or a redrive to its end. */
export interface Period {
  startedAt: number;
  /** Null while the execution runs. */
  endedAt: number | null;
}

export interface Trace {
  root: Scope;
  /** All visits, in the order of entry. */
  visits: Visit[];
  periods: Period[];
  /** The visit that an event belongs to, by the event's id. */
  visitByEventId: ReadonlyMap<number, Visit>;
  lastEventAt: number;
}

// What a history says, as a tree: the execution's scope has visits of states; a visit of a Map or Parallel has scopes again. The host
// reads it from the history; times are milliseconds since 1970 here.
import type { AttemptOutcome, Iteration, Outcome } from '../api/types';

/** One attempt at a Task's call, or at a Map's or Parallel's children. */
export interface Attempt {
  scheduledAt: number;
  /** Null: scheduled, and waits for its turn. */
  startedAt: number | null;
  endedAt: number | null;
  /** When the wait for this retry began; null for an attempt that is no retry. */
  waitedFrom: number | null;
  outcome: AttemptOutcome;
  error: string | null;
  /** Because of a redrive, which counts as no retry. */
  redriven: boolean;
}

/** One visit of one state. */
export interface Visit {
  /** Id of the event that entered the state, and has its input. */
  id: number;
  /** Id of the event that left the state, and has its output; null where it was not left. */
  exitId: number | null;
  state: string;
  type: string;
  scope: Scope;
  enteredAt: number;
  endedAt: number | null;
  outcome: Outcome;
  error: string | null;
  cause: string | null;
  /** Attempts after the first; those that a redrive made are none. */
  retries: number;
  /** When the wait for the next retry began; null where it does not wait for one. */
  retryWaitFrom: number | null;
  attempts: Attempt[];
  /** Of a Map or Parallel: iterations or branches of all its attempts. */
  children: Scope[];
}

/** A run through a list of states: the execution itself, an iteration of a Map, a branch of a Parallel. */
export interface Scope {
  kind: 'execution' | 'iteration' | 'branch';
  /** Which iteration or branch; 0 for the execution. */
  index: number;
  owner: Visit | null;
  /** Attempt of the owner that it belongs to. */
  attempt: number;
  /** The iterations that it is in, from the outside in. */
  path: readonly Iteration[];
  startedAt: number;
  endedAt: number | null;
  outcome: Outcome;
  visits: Visit[];
}

/** A stretch of time in which the execution ran: from its start, or from a redrive, to its end. */
export interface Period {
  startedAt: number;
  /** Null while it runs. */
  endedAt: number | null;
}

export interface Trace {
  root: Scope;
  /** All visits, in the order in which they were entered. */
  visits: Visit[];
  periods: Period[];
  /** The visit that an event belongs to, by the event's id. */
  visitOf: ReadonlyMap<number, Visit>;
  lastEventAt: number;
}

// What a history tells, as a tree: the execution's scope has visits of states; a visit of a Map or Parallel has scopes again.

/** What became of a state, a scope or an execution. */
export type Outcome = 'running' | 'succeeded' | 'caught' | 'failed' | 'aborted';

export type AttemptOutcome = 'waiting' | 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';

/** One try of a Task's call, or of a Map's or Parallel's children. Times are milliseconds since 1970. */
export interface Attempt {
  scheduledAt: number;
  /** Null: scheduled, and waits for its turn. */
  startedAt: number | null;
  endedAt: number | null;
  outcome: AttemptOutcome;
  error: string | null;
  cause: string | null;
  /** Because of a redrive, which counts as no retry. */
  redriven: boolean;
}

/** Where a visit happened: which iteration of which Map, from the outside in. */
export interface Iteration {
  map: string;
  index: number;
}

/** One visit of one state. */
export interface Visit {
  /** Id of the event that entered the state. */
  id: number;
  state: string;
  type: string;
  scope: Scope;
  enteredAt: number;
  endedAt: number | null;
  outcome: Outcome;
  input: string | null;
  output: string | null;
  error: string | null;
  cause: string | null;
  attempts: Attempt[];
  /** Of a Map or Parallel: iterations or branches of all its attempts. */
  children: Scope[];
  /** A redrive opened it again, and its next attempt is the redrive's. */
  reopened: boolean;
}

/** A run through a list of states: the execution itself, an iteration of a Map, a branch of a Parallel. */
export interface Scope {
  kind: 'execution' | 'iteration' | 'branch';
  /** Which iteration or branch; 0 for the execution. */
  index: number;
  owner: Visit | null;
  /** Attempt of the owner that it belongs to. */
  attempt: number;
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

/** Tries beyond the first that the state's retriers made; redrives are none. */
export const retriesOf = (visit: Visit): number =>
  visit.attempts.filter((attempt, index) => index > 0 && !attempt.redriven).length;

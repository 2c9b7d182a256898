import type { EventDetails } from '../api/types';
import type { Attempt, AttemptOutcome, Outcome, Scope, Visit } from './model';

/** A Task's event that is about one of its attempts. */
export function stepAttempt(visit: Visit, step: string, at: number, details: EventDetails): void {
  if (step === 'Scheduled') {
    begin(visit, at, null);
    return;
  }

  const attempt = visit.attempts.at(-1);
  if (attempt === undefined) {
    return;
  }

  if (step === 'Started') {
    attempt.startedAt = at;
    attempt.outcome = 'running';
  } else if (step !== 'Submitted') {
    endAttempt(visit, at, step === 'Succeeded' ? 'succeeded' : step === 'TimedOut' ? 'timedOut' : 'failed', details);
  }
}

/** A Map or Parallel starts its iterations or branches, for the first time or again. */
export function beginChildren(visit: Visit, at: number): void {
  const before = visit.attempts.at(-1);
  if (before !== undefined && before.endedAt === null) {
    // A retried Map writes no failure in between: the attempt before ended when the last of its children did.
    closeChildren(visit, at);
    const ends = visit.children.filter((child) => child.attempt === visit.attempts.length - 1).map((child) => child.endedAt ?? at);
    close(before, Math.max(before.scheduledAt, ...ends), 'failed', errorIn(visit));
  }

  begin(visit, at, at);
}

export function endAttempt(visit: Visit, at: number, outcome: AttemptOutcome, details: EventDetails): void {
  const attempt = visit.attempts.at(-1);
  const failed = outcome !== 'succeeded';
  if (failed) {
    closeChildren(visit, at);
  }

  const error = failed && details.error === undefined ? errorIn(visit) : details;
  if (attempt !== undefined) {
    close(attempt, at, outcome, error);
  }

  if (failed) {
    visit.error = error.error ?? visit.error;
    visit.cause = error.cause ?? visit.cause;
  }
}

/** Whatever of a visit is still open ends here, without an event of its own. */
export function abandon(visit: Visit, at: number, outcome: Outcome): void {
  const attempt = visit.attempts.at(-1);
  if (attempt !== undefined && attempt.endedAt === null) {
    close(attempt, at, outcome === 'aborted' ? 'aborted' : 'failed', {});
  }

  visit.endedAt = at;
  visit.outcome = outcome;
  closeChildren(visit, at);
}

/** A visit at which its scope ended: the failure that ended the scope is its own, unless it was stopped. */
export function fail(visit: Visit, at: number, outcome: Outcome, details: EventDetails): void {
  abandon(visit, at, outcome);
  visit.error ??= details.error ?? null;
  visit.cause ??= details.cause ?? null;
}

/** A redrive opens again what did not succeed, from the outside in. */
export function reopen(scope: Scope): void {
  scope.outcome = 'running';
  scope.endedAt = null;
  const visit = scope.visits.at(-1);
  if (visit === undefined || visit.outcome === 'succeeded' || visit.outcome === 'caught') {
    return;
  }

  visit.outcome = 'running';
  visit.endedAt = null;
  const current = visit.children.filter((child) => child.attempt === visit.attempts.length - 1);
  current.filter((child) => child.outcome !== 'succeeded').forEach(reopen);
  const attempt = visit.attempts.at(-1);
  if (attempt !== undefined && current.length > 0) {
    // Its children go on: no event tells that the Map or Parallel starts again.
    [attempt.outcome, attempt.endedAt] = ['running', null];
  }

  visit.reopened = true;
}

function begin(visit: Visit, at: number, startedAt: number | null): void {
  visit.attempts.push({
    scheduledAt: at, startedAt, endedAt: null, outcome: startedAt === null ? 'waiting' : 'running', error: null, cause: null,
    redriven: visit.reopened,
  });
  visit.reopened = false;
}

function close(attempt: Attempt, at: number, outcome: AttemptOutcome, details: EventDetails): void {
  attempt.endedAt = at;
  attempt.outcome = outcome;
  attempt.error = details.error ?? null;
  attempt.cause = details.cause ?? null;
}

function closeChildren(visit: Visit, at: number): void {
  for (const child of visit.children.filter((each) => each.endedAt === null)) {
    const open = child.visits.at(-1);
    const attempt = open?.attempts.at(-1);
    const failed = open?.outcome === 'failed' || attempt?.outcome === 'failed' || attempt?.outcome === 'timedOut';
    child.endedAt = open?.endedAt ?? (failed ? attempt?.endedAt : null) ?? at;
    child.outcome = failed ? 'failed' : open?.outcome === 'succeeded' || open?.outcome === 'caught' ? 'succeeded' : 'aborted';
    if (open !== undefined && open.endedAt === null) {
      abandon(open, child.endedAt, failed ? 'failed' : 'aborted');
    }
  }
}

/** The first failure that an iteration or branch of the latest attempt ended with. */
function errorIn(visit: Visit): EventDetails {
  const failed = visit.children
    .filter((child) => child.outcome === 'failed' && child.attempt === visit.attempts.length - 1)
    .toSorted((one, other) => (one.endedAt ?? 0) - (other.endedAt ?? 0));
  const source = failed[0]?.visits.findLast((each) => each.error !== null);
  return source === undefined || source.error === null
    ? {}
    : { error: source.error, ...(source.cause === null ? {} : { cause: source.cause }) };
}

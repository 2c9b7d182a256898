import type { EventDetails, HistoryEvent } from '../api/types';
import { attemptStep, detailsOf, isTerminal, stateType, timeOf } from './events';
import { abandon, beginChildren, endAttempt, reopen, stepAttempt } from './attempts';
import type { Period, Scope, Trace, Visit } from './model';
import { closeScope, newScope, visitNamed } from './scopes';

interface Place {
  scope: Scope;
  event: HistoryEvent;
}

/**
 * Reads a history. Which scope an event belongs to is told by `previousEventId`, and where a Map or Parallel closes by the name of its
 * state, as names are unique in a definition. An event whose predecessor is not there belongs to the execution's own scope.
 */
export function readTrace(history: readonly HistoryEvent[]): Trace {
  return new Reader().read(history);
}

class Reader {
  private readonly root = newScope('execution', 0, null, 0);
  private readonly visits: Visit[] = [];
  private readonly periods: Period[] = [];
  private readonly places = new Map<number, Place>();
  private readonly visitOf = new Map<number, Visit>();
  private readonly branches = new Map<number, number>();

  read(history: readonly HistoryEvent[]): Trace {
    let lastEventAt = 0;
    for (const event of history) {
      lastEventAt = Math.max(lastEventAt, timeOf(event));
      const scope = this.place(event, this.places.get(event.previousEventId) ?? null, timeOf(event), detailsOf(event));
      this.places.set(event.id, { scope, event });
    }

    return { root: this.root, visits: this.visits, periods: this.periods, visitOf: this.visitOf, lastEventAt };
  }

  private place(event: HistoryEvent, before: Place | null, at: number, details: EventDetails): Scope {
    const { type } = event;
    const scope = before?.scope ?? this.root;
    if (type.startsWith('Execution')) {
      return this.execution(event, at, details);
    }

    if (type === 'MapIterationStarted') {
      return this.startIteration(event, visitNamed(scope, details.name), at, details);
    }

    if (type.startsWith('MapIteration')) {
      this.note(event, scope.owner);
      return closeScope(scope, at, type === 'MapIterationSucceeded' ? 'succeeded' : type === 'MapIterationFailed' ? 'failed' : 'aborted');
    }

    if (type.endsWith('StateEntered')) {
      return this.enter(event, before, scope, at, details);
    }

    const visit = type.endsWith('StateExited') ? visitNamed(scope, details.name) : ownerOf(type, scope, before);
    if (visit === null) {
      return scope;
    }

    this.visitOf.set(event.id, visit);
    this.happen(visit, event, at, details);
    return visit.scope;
  }

  private execution({ type }: HistoryEvent, at: number, details: EventDetails): Scope {
    if (type === 'ExecutionStarted' || type === 'ExecutionRedriven') {
      this.periods.push({ startedAt: at, endedAt: null });
      if (type === 'ExecutionRedriven') {
        reopen(this.root);
      } else {
        this.root.startedAt = at;
      }
    } else if (isTerminal(type)) {
      const outcome = type === 'ExecutionSucceeded' ? 'succeeded' : type === 'ExecutionAborted' ? 'aborted' : 'failed';
      const period = this.periods.at(-1);
      if (period !== undefined) {
        period.endedAt = at;
      }

      closeScope(this.root, at, outcome, details);
    }

    return this.root;
  }

  private enter(event: HistoryEvent, before: Place | null, scope: Scope, at: number, details: EventDetails): Scope {
    const owner = before === null ? undefined : this.visitOf.get(before.event.id);
    const inner = before?.event.type === 'ParallelStateStarted' && owner !== undefined
      ? this.open('branch', this.nextBranch(before.event.id), owner, at)
      : scope;
    const type = stateType(event.type);
    const visit: Visit = {
      id: event.id, state: details.name ?? '', type, scope: inner, enteredAt: at, endedAt: null, outcome: 'running',
      input: details.input ?? null, output: null, error: null, cause: null, attempts: [], children: [],
      reopened: false,
    };
    if (type === 'Fail') {
      [visit.outcome, visit.endedAt] = ['failed', at];
    }

    inner.visits.push(visit);
    this.visits.push(visit);
    this.visitOf.set(event.id, visit);
    return inner;
  }

  private happen(visit: Visit, { type }: HistoryEvent, at: number, details: EventDetails): void {
    const step = attemptStep(type);
    if (step !== null) {
      stepAttempt(visit, step, at, details);
    } else if (type.endsWith('StateExited')) {
      exit(visit, at, details);
    } else if (type === 'MapStateStarted' || type === 'ParallelStateStarted') {
      beginChildren(visit, at);
    } else if (type === 'MapStateSucceeded' || type === 'ParallelStateSucceeded') {
      endAttempt(visit, at, 'succeeded', details);
    } else if (type === 'MapStateFailed' || type === 'ParallelStateFailed' || type === 'MapRunFailed') {
      endAttempt(visit, at, 'failed', details);
    } else if (type.endsWith('StateAborted')) {
      abandon(visit, at, 'aborted');
    }
  }

  private startIteration(event: HistoryEvent, owner: Visit | null, at: number, details: EventDetails): Scope {
    this.note(event, owner);
    return this.open('iteration', details.index ?? 0, owner, at);
  }

  private note(event: HistoryEvent, visit: Visit | null): void {
    if (visit !== null) {
      this.visitOf.set(event.id, visit);
    }
  }

  private open(kind: 'iteration' | 'branch', index: number, owner: Visit | null, at: number): Scope {
    const scope = newScope(kind, index, owner, at);
    owner?.children.push(scope);
    return scope;
  }

  private nextBranch(startedId: number): number {
    const index = this.branches.get(startedId) ?? 0;
    this.branches.set(startedId, index + 1);
    return index;
  }
}

/** Whose event it is: the scope's open state's, or, where a child's last event precedes a close, the state's around it. */
function ownerOf(type: string, scope: Scope, before: Place | null): Visit | null {
  const closes = /^(Map|Parallel)State(Succeeded|Failed)$/.test(type);
  const follows = before !== null && /^((Map|Parallel)StateStarted|MapRun.*)$/.test(before.event.type);
  return (closes && !follows ? scope.owner : null) ?? scope.visits.at(-1) ?? null;
}

function exit(visit: Visit, at: number, details: EventDetails): void {
  visit.endedAt = at;
  visit.output = details.output ?? null;
  const works = visit.type === 'Task' || visit.type === 'Map' || visit.type === 'Parallel';
  const last = visit.attempts.at(-1);
  // A state that works and went on without success went on through a catcher.
  visit.outcome = works && last?.outcome !== 'succeeded' ? 'caught' : 'succeeded';
  if (visit.outcome === 'succeeded') {
    [visit.error, visit.cause] = [null, null];
  } else {
    abandon(visit, at, 'caught');
  }

  // Nothing tells the end of a branch but its last state's.
  visit.children.filter((child) => child.outcome === 'running')
    .forEach((child) => closeScope(child, child.visits.at(-1)?.endedAt ?? at, 'succeeded'));
}

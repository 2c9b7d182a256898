import type { TraceResponse } from '../api/types';
import type { Attempt, Scope, Trace, Visit } from './model';

const time = (text: string): number => Date.parse(text);

const timeOrNull = (text: string | null): number | null => (text === null ? null : time(text));

/** Links the visits and scopes of a trace from the host to each other. */
export function linkTrace({ lastEventTime, periods, scopes, visits }: TraceResponse): Trace {
  const linked = scopes.map(({ kind, index, name, attempt, path, startTime, stopTime, outcome }): Scope => ({
    kind, index, name: name ?? null, owner: null, attempt, path, startedAt: timeOrNull(startTime) ?? 0, endedAt: timeOrNull(stopTime), outcome, visits: [],
  }));
  const byId = new Map<number, Visit>();
  const visitByEventId = new Map<number, Visit>();
  for (const source of visits) {
    const visit = linkVisit(source, linked[source.scope]!);
    visit.scope.visits.push(visit);
    byId.set(visit.id, visit);
    source.events.forEach((event) => visitByEventId.set(event, visit));
  }

  scopes.forEach(({ owner }, index) => {
    const scope = linked[index]!;
    scope.owner = (owner === null ? null : byId.get(owner)) ?? null;
    scope.owner?.children.push(scope);
  });
  return {
    root: linked[0]!,
    visits: [...byId.values()],
    periods: periods.map(({ startTime, stopTime }) => ({ startedAt: time(startTime), endedAt: timeOrNull(stopTime) })),
    visitByEventId,
    lastEventAt: timeOrNull(lastEventTime) ?? 0,
  };
}

/** The trace of an execution before anything about it has been read. */
export const emptyTrace: Trace = linkTrace({
  lastEventId: 0,
  lastEventTime: null,
  periods: [],
  scopes: [{ kind: 'execution', index: 0, owner: null, attempt: 0, path: [], startTime: null, stopTime: null, outcome: 'running' }],
  visits: [],
});

function linkVisit(source: TraceResponse['visits'][number], scope: Scope): Visit {
  const { id, exitId, state, type, enterTime, stopTime, outcome, error, cause, retries, retryWaitFrom, attempts } = source;
  return {
    id, exitId, state, type, scope, enteredAt: time(enterTime), endedAt: timeOrNull(stopTime), outcome, error, cause, retries,
    retryWaitFrom: timeOrNull(retryWaitFrom), attempts: attempts.map(linkAttempt), children: [],
  };
}

function linkAttempt(source: TraceResponse['visits'][number]['attempts'][number]): Attempt {
  const { scheduleTime, startTime, stopTime, waitFrom, outcome, error, redriven } = source;
  return {
    scheduledAt: time(scheduleTime), startedAt: timeOrNull(startTime), endedAt: timeOrNull(stopTime), waitedFrom: timeOrNull(waitFrom), outcome, error, redriven,
  };
}

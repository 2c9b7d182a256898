import type { AttemptOutcome, TraceResponse } from '../../src/api/types';

type Visit = TraceResponse['visits'][number];

/** An ISO 8601 time, in seconds since 1970. */
export const timestamp = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** Creates an attempt of a visit from times in seconds. Omitted times are null. */
export const createAttempt = (
  outcome: AttemptOutcome, scheduled: number, start: number | null = null, stop: number | null = null, waitFrom: number | null = null,
): Visit['attempts'][number] => ({
  scheduleTime: timestamp(scheduled), startTime: start === null ? null : timestamp(start), stopTime: stop === null ? null : timestamp(stop),
  waitFrom: waitFrom === null ? null : timestamp(waitFrom), outcome, error: outcome === 'failed' ? 'Bad' : null, redriven: false,
});

/** Creates a trace of an execution that is in its only state, a Task. */
export const taskTrace = (entered: number, attempts: Visit['attempts'], retryWaitFrom: number | null = null): TraceResponse => ({
  lastEventId: 2,
  lastEventTime: timestamp(entered),
  periods: [{ startTime: timestamp(entered), stopTime: null }],
  scopes: [{ kind: 'execution', index: 0, owner: null, attempt: 0, path: [], startTime: timestamp(entered), stopTime: null, outcome: 'running' }],
  visits: [{
    id: 2, exitId: null, state: 'T', type: 'Task', scope: 0, enterTime: timestamp(entered), stopTime: null, outcome: 'running', error: null, cause: null,
    retries: attempts.length - 1, retryWaitFrom: retryWaitFrom === null ? null : timestamp(retryWaitFrom), attempts, events: [2],
  }],
});

import type { AttemptOutcome, TraceResponse } from '../../src/api/types';

type Visit = TraceResponse['visits'][number];

/** A moment, so many seconds after 1970. */
export const at = (seconds: number): string => new Date(seconds * 1000).toISOString();

/** An attempt of a visit; what is left out did not happen. */
export const attempt = (
  outcome: AttemptOutcome, scheduled: number, start: number | null = null, stop: number | null = null, waitFrom: number | null = null,
): Visit['attempts'][number] => ({
  scheduleTime: at(scheduled), startTime: start === null ? null : at(start), stopTime: stop === null ? null : at(stop),
  waitFrom: waitFrom === null ? null : at(waitFrom), outcome, error: outcome === 'failed' ? 'Bad' : null, redriven: false,
});

/** A trace of an execution that is in its only state, a Task. */
export const ofTask = (entered: number, attempts: Visit['attempts'], retryWaitFrom: number | null = null): TraceResponse => ({
  lastEventId: 2,
  lastEventTime: at(entered),
  periods: [{ startTime: at(entered), stopTime: null }],
  scopes: [{ kind: 'execution', index: 0, owner: null, attempt: 0, path: [], startTime: at(entered), stopTime: null, outcome: 'running' }],
  visits: [{
    id: 2, exitId: null, state: 'T', type: 'Task', scope: 0, enterTime: at(entered), stopTime: null, outcome: 'running', error: null, cause: null,
    retries: attempts.length - 1, retryWaitFrom: retryWaitFrom === null ? null : at(retryWaitFrom), attempts, events: [2],
  }],
});

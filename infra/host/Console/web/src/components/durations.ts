import type { ExecutionSummary } from '../api/types';
import { formatDuration } from './format';

type Times = Pick<ExecutionSummary, 'status' | 'startDate' | 'runDate' | 'redriveDate' | 'waitedMs' | 'ranMs'>;

/** How long an execution has run until now, without its wait for a turn. Null if it has not run yet, or if it is not known. */
export const runningTime = ({ status, runDate, ranMs }: Times, now: number): number | null =>
  status === 'RUNNING' && runDate !== null ? (ranMs ?? 0) + Math.max(0, now - Date.parse(runDate)) : ranMs;

/** How long an execution has waited for its turn until now. Null if it is not known. */
export const waitingTime = ({ status, startDate, redriveDate, runDate, waitedMs }: Times, now: number): number | null =>
  status === 'RUNNING' && runDate === null ? (waitedMs ?? 0) + Math.max(0, now - Date.parse(redriveDate ?? startDate)) : waitedMs;

export const formatKnown = (milliseconds: number | null): string => (milliseconds === null ? '–' : formatDuration(milliseconds));

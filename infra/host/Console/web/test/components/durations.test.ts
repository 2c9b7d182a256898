import { expect, it } from 'vitest';
import { formatKnown, runningTime, waitingTime } from '../../src/components/durations';

const times = { status: 'RUNNING' as const, startDate: '2026-11-21T10:00:00Z', runDate: null, redriveDate: null, waitedMs: null, ranMs: null };
const now = Date.parse('2026-11-21T10:00:30Z');

it('counts the wait of a queued execution, and no duration', () => {
  expect([waitingTime(times, now), runningTime(times, now)]).toEqual([30_000, null]);
});

it('counts the duration from the beginning of the run', () => {
  const running = { ...times, runDate: '2026-11-21T10:00:10Z', waitedMs: 10_000 };
  expect([waitingTime(running, now), runningTime(running, now)]).toEqual([10_000, 20_000]);
});

it('adds the wait and the run of a redrive to those before', () => {
  const redriven = { ...times, redriveDate: '2026-11-21T10:00:25Z', waitedMs: 1_000, ranMs: 2_000 };
  expect([waitingTime(redriven, now), runningTime(redriven, now)]).toEqual([6_000, 2_000]);
  expect(runningTime({ ...redriven, runDate: '2026-11-21T10:00:26Z' }, now)).toBe(6_000);
});

it('shows a dash for what is not known', () => {
  expect([formatKnown(runningTime({ ...times, status: 'FAILED' }, now)), formatKnown(0)]).toEqual(['–', '0 ms']);
});

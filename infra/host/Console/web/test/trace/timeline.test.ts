import { describe, expect, it } from 'vitest';
import type { TraceResponse } from '../../src/api/types';
import { periodsFrom, segmentsOf, ticks, timelineRows, TimeScale } from '../../src/trace/timeline';
import { linkTrace } from '../../src/trace/trace';
import parallel from '../traces/parallel-and-maps.json';
import { createAttempt, taskTrace } from './traces';

const neverFolded = () => false;

describe('the timeline of a Task with two attempts', () => {
  const trace = linkTrace(taskTrace(10, [createAttempt('failed', 10, 12, 15), createAttempt('running', 18, 18, null, 15)]));

  it('shows the waits before and between attempts as separate segments', () => {
    expect(segmentsOf(trace.visits[0]!, 20_000).map(({ kind, from, to }) => [kind, from / 1000, to / 1000])).toEqual([
      ['queued', 10, 12], ['failed', 12, 15], ['retrying', 15, 18], ['running', 18, 20],
    ]);
  });

  it('shows a wait for a retry until the retry is scheduled', () => {
    const waiting = linkTrace(taskTrace(0, [createAttempt('failed', 0, 0, 1)], 1));
    expect(segmentsOf(waiting.visits[0]!, 5000).map(({ kind }) => kind)).toEqual(['failed', 'retrying']);
  });

  it('begins with the wait in the queue', () => {
    const [first, second] = timelineRows(trace, 4000, 20_000, neverFolded);
    expect(first).toMatchObject({ key: 'queue', from: 4000, to: 10_000 });
    expect(second?.label).toBe('T');
    expect(new TimeScale(periodsFrom(trace, 4000), 20_000).length).toBe(16_000);
  });
});

describe('the timeline of a Map and a Parallel', () => {
  const trace = linkTrace(parallel as TraceResponse);
  const rows = timelineRows(trace, Infinity, trace.lastEventAt, neverFolded);

  it('has a row for every visit, branch and iteration, nested in its parent', () => {
    expect(rows.filter((row) => row.visit !== null)).toHaveLength(trace.visits.length);
    expect(rows.slice(0, 5).map(({ depth, label }) => [depth, label])).toEqual([
      [0, 'Prepare'], [0, 'Both'], [1, 'Branch 1, attempt 1'], [2, 'Left'], [1, 'Branch 2, attempt 1'],
    ]);
    expect(rows.filter(({ label }) => label === 'Deep').map(({ depth }) => depth)).toEqual([4, 4, 4, 4]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
  });

  it('hides the children of a folded row', () => {
    const folded = timelineRows(trace, Infinity, trace.lastEventAt, (row) => row.label === 'Both' || row.label === 'Each');
    expect(folded.map(({ label }) => label)).toEqual(['Prepare', 'Both', 'Each', 'Last', 'Bad']);
  });
});

describe('the axis', () => {
  it('leaves out the time before a redrive', () => {
    const scale = new TimeScale([{ startedAt: 0, endedAt: 6000 }, { startedAt: 900_000, endedAt: null }], 904_000);
    expect(scale.length).toBe(10_000);
    expect([0, 3000, 6000, 500_000, 900_000, 902_000, 904_000].map((time) => scale.positionOf(time))).toEqual([0, 0.3, 0.6, 0.6, 0.6, 0.8, 1]);
    expect(scale.cuts).toEqual([{ position: 0.6, skipped: 894_000 }]);
  });

  it('has ticks at round distances', () => {
    expect(ticks(4300, 6)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(ticks(90, 6)).toEqual([0, 20, 40, 60, 80]);
    expect(ticks(1, 6)).toHaveLength(6);
  });
});

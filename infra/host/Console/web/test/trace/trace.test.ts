import { expect, it } from 'vitest';
import type { TraceResponse } from '../../src/api/types';
import { emptyTrace, linkTrace } from '../../src/trace/trace';
import parallel from '../traces/parallel-and-maps.json';

const trace = linkTrace(parallel as TraceResponse);

it('links visits to their scopes, and scopes to the visits that own them', () => {
  expect(trace.root.visits.map(({ state }) => state)).toEqual(['Prepare', 'Both', 'Each', 'Last', 'Bad']);
  const both = trace.visits.find(({ state }) => state === 'Both')!;
  expect(both.children.map(({ attempt, index, outcome }) => [attempt, index, outcome])).toEqual([
    [0, 0, 'failed'], [0, 1, 'aborted'], [1, 0, 'succeeded'], [1, 1, 'succeeded'],
  ]);
  expect(both.children.every(({ owner, visits }) => owner === both && visits.every(({ scope }) => scope.owner === both))).toBe(true);
});

it('finds the visit of every event except those of the execution itself', () => {
  const ids = Array.from({ length: parallel.lastEventId }, (_, index) => index + 1);
  expect(ids.filter((id) => !trace.visitByEventId.has(id))).toEqual([1, parallel.lastEventId]);
  expect(trace.visits.every((visit) => trace.visitByEventId.get(visit.id) === visit)).toBe(true);
});

it('is empty for an execution that has not started', () => {
  expect(emptyTrace).toMatchObject({ visits: [], periods: [], lastEventAt: 0, root: { outcome: 'running', visits: [] } });
});

import { describe, expect, it } from 'vitest';
import type { TraceResponse } from '../../src/api/types';
import { iterationChoices, iterationLabel, stateStatuses } from '../../src/trace/selection';
import { linkTrace } from '../../src/trace/trace';
import accepted from '../traces/accepted.json';
import underWay from '../traces/accepted-under-way.json';
import corrupt from '../traces/corrupt-image.json';
import parallel from '../traces/parallel-and-maps.json';
import { createAttempt, taskTrace } from './traces';

const statusesOf = (trace: unknown, iteration?: number) =>
  stateStatuses(linkTrace(trace as TraceResponse), new Map(iteration === undefined ? [] : [['ResizeAll', iteration]]));

describe('what the graph shows', () => {
  it('is success in every state that an accepted image reached', () => {
    const statuses = statusesOf(accepted);
    expect([...statuses.values()].every((status) => status.outcome === 'succeeded')).toBe(true);
    expect(statuses.get('ResizeAll')?.iterations).toBe(5);
    expect(statuses.has('PersistFailure')).toBe(false);
  });

  it('shows where an error was caught, and where it failed the iteration', () => {
    const statuses = statusesOf(corrupt);
    expect(statuses.get('Resize')?.outcome).toBe('caught');
    expect(statuses.get('RenditionFailed')?.outcome).toBe('failed');
    expect(statuses.get('ResizeAll')?.outcome).toBe('caught');
    expect(statuses.get('PersistCorruption')?.outcome).toBe('succeeded');
  });

  it('is the outcome of the last attempt of a retried Parallel, with the retries of all attempts', () => {
    const statuses = statusesOf(parallel);
    expect(statuses.get('Pause')).toMatchObject({ outcome: 'succeeded', visits: 2 });
    expect(statuses.get('Both')?.retries).toBe(1);
    expect(statuses.get('Left')?.retries).toBe(2);
    expect(statuses.get('Last')?.outcome).toBe('caught');
    expect(statuses.get('Bad')?.outcome).toBe('failed');
  });

  it('is in progress in a Map until its last iteration has ended', () => {
    expect(statusesOf(underWay).get('Resize')?.outcome).toBe('running');
    expect(statusesOf(underWay, 4).get('Resize')?.outcome).toBe('succeeded');
  });

  it('is failure when one iteration failed, even if another succeeded or was aborted', () => {
    const map: TraceResponse = taskTrace(0, [createAttempt('running', 0, 0)]);
    map.visits[0]!.type = 'Map';
    (['succeeded', 'failed', 'aborted'] as const).forEach((outcome, index) => {
      map.scopes.push({ kind: 'iteration', index, owner: 2, attempt: 0, path: [{ map: 'T', index }], startTime: null, stopTime: null, outcome });
      map.visits.push({ ...map.visits[0]!, id: index + 10, state: 'I', type: 'Pass', scope: index + 1, outcome, attempts: [], events: [] });
    });
    expect(statusesOf(map).get('I')?.outcome).toBe('failed');
  });
});

it('shows what an iteration is about, cut to a length that fits', () => {
  const trace = linkTrace(accepted as TraceResponse);
  const [scope] = trace.root.visits.flatMap(({ children }) => children);
  expect(iterationLabel(scope!)).toBe('#0');
  expect(iterationLabel({ ...scope!, index: 3, name: 'thumb, small' })).toBe('thumb, small');
  expect(iterationLabel({ ...scope!, index: 1, name: 'a rendition, '.repeat(9) })).toBe(`${'a rendition, '.repeat(3)}…`);
});

it('offers the iterations of a Map, and those of a nested Map within the selected one', () => {
  const trace = linkTrace(parallel as TraceResponse);
  expect(iterationChoices(trace, new Map()).map(({ map, iterations }) => [map, iterations.map(({ index }) => index)])).toEqual([['Each', [0, 1]], ['Inner', [0, 1]]]);
  expect(iterationChoices(trace, new Map([['Each', 1]])).find(({ map }) => map === 'Inner')?.iterations.every(({ path }) => path[0]?.index === 1)).toBe(true);
});

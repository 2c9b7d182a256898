import { describe, expect, it } from 'vitest';
import type { HistoryEvent } from '../../src/api/types';
import { retriesOf, type Visit } from '../../src/trace/model';
import { stateStatuses } from '../../src/trace/selection';
import { readTrace } from '../../src/trace/trace';
import accepted from '../histories/accepted.json';
import corrupt from '../histories/corrupt-image.json';
import parallel from '../histories/parallel-and-maps.json';
import { story } from './story';

const read = (file: { events: unknown }) => readTrace(file.events as HistoryEvent[]);
const named = (visits: readonly Visit[], state: string) => visits.filter((visit) => visit.state === state);

describe('an accepted image', () => {
  const trace = read(accepted);

  it('visits Resize once in each of the five iterations, though their events are mixed', () => {
    const resizes = named(trace.visits, 'Resize');
    expect(resizes.map((visit) => visit.scope.path)).toEqual([0, 1, 2, 3, 4].map((index) => [{ map: 'ResizeAll', index }]));
    expect(resizes.every((visit) => visit.outcome === 'succeeded' && visit.attempts.length === 1)).toBe(true);
  });

  it('gives each iteration its own answer', () => {
    const ends = new Map((accepted.events as HistoryEvent[]).filter((event) => event.type === 'TaskSucceeded').map((event) => [event.id, event]));
    for (const [id] of ends) {
      expect(trace.visitOf.get(id)).toBeDefined();
    }

    expect(new Set([...ends.keys()].map((id) => trace.visitOf.get(id)))).toHaveProperty('size', ends.size);
  });

  it('knows the visit of every event but those of the execution itself', () => {
    const without = (accepted.events as HistoryEvent[]).filter((event) => !trace.visitOf.has(event.id));
    expect(without.map((event) => event.type)).toEqual(['ExecutionStarted', 'ExecutionSucceeded']);
  });

  it('has succeeded in every state that was reached', () => {
    const statuses = stateStatuses(trace, new Map());
    expect([...statuses.values()].every((status) => status.outcome === 'succeeded')).toBe(true);
    expect(statuses.get('ResizeAll')?.iterations).toBe(5);
    expect(statuses.has('PersistFailure')).toBe(false);
    expect(trace.root.outcome).toBe('succeeded');
  });
});

describe('an image whose pixels cannot be decoded', () => {
  const statuses = stateStatuses(read(corrupt), new Map());

  it('shows where the error was caught, where it failed the iteration, and that the execution succeeded', () => {
    expect(statuses.get('Resize')?.outcome).toBe('caught');
    expect(statuses.get('RenditionFailed')?.outcome).toBe('failed');
    expect(statuses.get('ResizeAll')?.outcome).toBe('caught');
    expect(statuses.get('PersistCorruption')?.outcome).toBe('succeeded');
  });

  it('carries the error of the first iteration that failed to the Map', () => {
    const map = named(read(corrupt).visits, 'ResizeAll')[0];
    expect(map?.error).toBe('CorruptImageException');
    expect(map?.children.map((child) => child.outcome)).toEqual(Array(5).fill('failed'));
  });
});

describe('a Parallel that is retried, with nested Maps after it', () => {
  const trace = read(parallel);

  it('counts retries of the Parallel and of the Task in it apart', () => {
    const both = named(trace.visits, 'Both')[0]!;
    expect(retriesOf(both)).toBe(1);
    expect(both.attempts.map((attempt) => attempt.outcome)).toEqual(['failed', 'succeeded']);
    expect(both.attempts[0]?.error).toBe('B');
    expect(named(trace.visits, 'Left').map(retriesOf)).toEqual([1, 1]);
  });

  it('ends the attempt when its branch failed, so that the wait for the retry shows', () => {
    const [first, second] = named(trace.visits, 'Both')[0]!.attempts;
    expect(second!.scheduledAt - first!.endedAt!).toBe(2000);
  });

  it('tells branches apart: one failed, the other was aborted, then both succeeded', () => {
    const both = named(trace.visits, 'Both')[0]!;
    expect(both.children.map(({ attempt, index, outcome }) => [attempt, index, outcome])).toEqual([
      [0, 0, 'failed'], [0, 1, 'aborted'], [1, 0, 'succeeded'], [1, 1, 'succeeded'],
    ]);
    expect(named(trace.visits, 'Pause').map((visit) => visit.outcome)).toEqual(['aborted', 'succeeded']);
  });

  it('knows the whole path of a visit in nested Maps', () => {
    expect(named(trace.visits, 'Deep').map((visit) => visit.scope.path.map(({ map, index }) => `${map} ${index}`).join(', '))).toEqual([
      'Each 0, Inner 0', 'Each 0, Inner 1', 'Each 1, Inner 0', 'Each 1, Inner 1',
    ]);
  });

  it('is caught where a function without retriers failed, and failed in the Fail state', () => {
    const statuses = stateStatuses(trace, new Map());
    expect(statuses.get('Last')?.outcome).toBe('caught');
    expect(statuses.get('Bad')?.outcome).toBe('failed');
    expect(named(trace.visits, 'Bad')[0]).toMatchObject({ error: 'Bad', cause: 'so' });
    expect(trace.root.outcome).toBe('failed');
  });
});

describe('a redrive', () => {
  const failed = story(
    ['ExecutionStarted', 0, 0],
    ['MapStateEntered', 1, 0, { name: 'M' }],
    ['MapStateStarted', 2, 0, { length: 3 }],
    ['MapIterationStarted', 3, 0, { name: 'M', index: 0 }],
    ['MapIterationStarted', 3, 0, { name: 'M', index: 1 }],
    ['MapIterationStarted', 3, 0, { name: 'M', index: 2 }],
    ['TaskStateEntered', 4, 0, { name: 'T' }],
    ['TaskStateEntered', 5, 0, { name: 'T' }],
    ['TaskStateEntered', 6, 0, { name: 'T' }],
    ['TaskScheduled', 7, 0], ['TaskStarted', 10, 0],
    ['TaskScheduled', 8, 0], ['TaskStarted', 12, 0],
    ['TaskScheduled', 9, 0], ['TaskStarted', 14, 0],
    ['TaskSucceeded', 11, 1],
    ['TaskStateExited', 16, 1, { name: 'T' }],
    ['MapIterationSucceeded', 17, 1, { name: 'M', index: 0 }],
    ['TaskFailed', 13, 2, { error: 'Bad', cause: 'first' }],
    ['TaskScheduled', 19, 3], ['TaskStarted', 20, 3],
    ['TaskFailed', 21, 4, { error: 'Bad', cause: 'second' }],
    ['MapIterationFailed', 22, 4, { name: 'M', index: 1 }],
    ['TaskStateAborted', 15, 4],
    ['MapIterationAborted', 24, 4, { name: 'M', index: 2 }],
    ['MapStateFailed', 23, 4],
    ['ExecutionFailed', 26, 4, { error: 'Bad', cause: 'second' }],
  );
  const again: typeof failed = [...failed, ...story(
    ['ExecutionRedriven', 27, 1000, { redriveCount: 1 }],
    ['TaskScheduled', 23, 1000], ['TaskStarted', 29, 1000],
    ['TaskScheduled', 25, 1000], ['TaskStarted', 31, 1000],
    ['TaskSucceeded', 30, 1001],
    ['TaskStateExited', 33, 1001, { name: 'T' }],
    ['MapIterationSucceeded', 34, 1001, { name: 'M', index: 1 }],
    ['TaskSucceeded', 32, 1002],
    ['TaskStateExited', 36, 1002, { name: 'T' }],
    ['MapIterationSucceeded', 37, 1002, { name: 'M', index: 2 }],
    ['MapStateSucceeded', 38, 1002],
    ['MapStateExited', 38, 1002, { name: 'M' }],
    ['ExecutionSucceeded', 40, 1002],
  ).map((event) => ({ ...event, id: event.id + failed.length }))];

  it('finds what failed and what was aborted before it', () => {
    const trace = readTrace(failed);
    expect(named(trace.visits, 'T').map((visit) => visit.outcome)).toEqual(['succeeded', 'failed', 'aborted']);
    expect(named(trace.visits, 'M')[0]).toMatchObject({ outcome: 'failed', error: 'Bad', cause: 'second' });
    expect(stateStatuses(trace, new Map()).get('T')?.outcome).toBe('failed');
  });

  it('opens again what did not succeed, and nothing else', () => {
    const trace = readTrace(again.slice(0, failed.length + 1));
    expect(named(trace.visits, 'T').map((visit) => visit.outcome)).toEqual(['succeeded', 'running', 'running']);
    expect(named(trace.visits, 'M')[0]?.outcome).toBe('running');
    expect(trace.root.outcome).toBe('running');
  });

  it('goes on in the same visits, and counts as no retry', () => {
    const trace = readTrace(again);
    expect(trace.visits).toHaveLength(4);
    expect(named(trace.visits, 'T').map((visit) => [visit.outcome, visit.attempts.length, retriesOf(visit)])).toEqual([
      ['succeeded', 1, 0], ['succeeded', 3, 1], ['succeeded', 2, 0],
    ]);
    expect(named(trace.visits, 'M')[0]).toMatchObject({ outcome: 'succeeded', error: null });
    expect(trace.root.outcome).toBe('succeeded');
    expect(trace.periods.map(({ startedAt, endedAt }) => [startedAt, endedAt])).toEqual([[0, 4000], [1_000_000, 1_002_000]]);
  });

  it('leaves no event of a state without its visit', () => {
    const trace = readTrace(again);
    const own = again.filter((event) => event.type.startsWith('Task'));
    expect(own.filter((event) => trace.visitOf.get(event.id)?.state !== 'T')).toEqual([]);
  });
});

describe('an execution that is under way', () => {
  const beginning = (events: number) => readTrace((accepted.events as HistoryEvent[]).slice(0, events));

  it('has its states in progress until they are left', () => {
    expect(stateStatuses(beginning(6), new Map()).get('Validate')?.outcome).toBe('running');
    expect(beginning(5).visits.at(-1)?.attempts[0]).toMatchObject({ outcome: 'waiting', startedAt: null });
    expect(beginning(0).visits).toEqual([]);
  });

  it('is in progress in a Map until its last iteration has ended', () => {
    const statuses = stateStatuses(beginning(40), new Map());
    expect(statuses.get('Resize')?.outcome).toBe('running');
    expect(stateStatuses(beginning(40), new Map([['ResizeAll', 4]])).get('Resize')?.outcome).toBe('succeeded');
  });

  it('was aborted where it was stopped', () => {
    const stopped = [...(accepted.events as HistoryEvent[]).slice(0, 6), {
      id: 7, previousEventId: 0, timestamp: '2026-11-21T17:30:00Z', type: 'ExecutionAborted', executionAbortedEventDetails: { cause: 'enough' },
    }];
    expect(stateStatuses(readTrace(stopped), new Map()).get('Validate')?.outcome).toBe('aborted');
    expect(readTrace(stopped).visits.at(-1)).toMatchObject({ cause: 'enough' });
  });
});

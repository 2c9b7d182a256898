import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '../../src/api/types';
import { appendPage, dayStart, isFiltered, keyQuery, matches, mergeUpdates, readFilter, refreshFirstPage, toQuery } from '../../src/pages/executions/list';

const execution = (name: string, minute: number, change: Partial<ExecutionSummary> = {}): ExecutionSummary => ({
  executionArn: `arn:${name}`, name, imageId: `uploads/cats/${name}.jpg`, status: 'SUCCEEDED', outcome: 'succeeded', reason: null, startDate: `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`,
  stopDate: null, runDate: null, waitedMs: null, ranMs: null, redriveCount: 0, redriveDate: null, error: null, cause: null,
  stateMachineArn: 'arn:aws:states:local:000000000000:stateMachine:image-pipeline', ...change,
});
const all = readFilter(new URLSearchParams());

describe('the list of executions', () => {
  const list = [execution('c', 3), execution('b', 2), execution('a', 1)];

  it('puts new executions on top and updates changed ones in place', () => {
    const updates = [execution('b', 2, { status: 'FAILED' }), execution('d', 4, { status: 'RUNNING' })];
    expect(mergeUpdates(list, updates, all).map(({ name, status }) => [name, status])).toEqual([
      ['d', 'RUNNING'], ['c', 'SUCCEEDED'], ['b', 'FAILED'], ['a', 'SUCCEEDED'],
    ]);
  });

  it('drops executions that no longer match the filter, and adds none that do not match', () => {
    const filter = { ...all, status: 'SUCCEEDED' as const };
    const updates = [execution('c', 3, { status: 'RUNNING' }), execution('d', 4, { status: 'RUNNING' })];
    expect(mergeUpdates(list, updates, filter).map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('ignores updates of executions on a later page', () => {
    expect(mergeUpdates(list, [execution('old', 0)], all).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  });

  it('filters by the prefix of the key', () => {
    expect(matches(execution('a', 1), { ...all, key: 'cats/' })).toBe(true);
    expect(matches(execution('a', 1), { ...all, key: 'dogs' })).toBe(false);
    expect(matches(execution('a', 1, { imageId: null }), { ...all, key: 'cats' })).toBe(false);
    expect([keyQuery(''), keyQuery('cats/'), keyQuery('cats/*')]).toEqual(['', 'cats/*', 'cats/*']);
  });

  it('filters by the state machine', () => {
    const backfill = execution('a', 1, { stateMachineArn: 'arn:aws:states:local:000000000000:stateMachine:backfill' });
    expect([matches(backfill, { ...all, machine: 'backfill' }), matches(execution('b', 1), { ...all, machine: 'backfill' })]).toEqual([true, false]);
    expect(isFiltered({ ...all, machine: 'backfill' })).toBe(true);
  });

  it('shows an execution once when it has moved to the next page', () => {
    expect(appendPage(list, [execution('a', 1), execution('z', 0)]).map(({ name }) => name)).toEqual(['c', 'b', 'a', 'z']);
  });

  it('keeps further pages when the first page is read again', () => {
    const first = { executions: [execution('d', 4), execution('c', 3, { status: 'FAILED' })], continuation: 'after c' };
    expect(refreshFirstPage({ executions: list, continuation: 'after a' }, first, all)).toEqual({
      executions: [execution('d', 4), execution('c', 3, { status: 'FAILED' }), execution('b', 2), execution('a', 1)], continuation: 'after a',
    });
  });

  it('keeps only the first page when the rest may be out of date', () => {
    const first = { executions: [execution('e', 5), execution('d', 4)], continuation: 'after d' };
    expect(refreshFirstPage({ executions: list, continuation: null }, first, all)).toBe(first);
    const running = [execution('d', 4), execution('a', 1, { status: 'RUNNING' })];
    expect(refreshFirstPage({ executions: running, continuation: null }, first, all)).toBe(first);
    expect(refreshFirstPage(null, first, all)).toBe(first);
  });

  it('reads the filter from the address and ignores what is not valid', () => {
    const filter = readFilter(new URLSearchParams('status=FAILED&outcome=rejected&machine=backfill&q= tom &from=2026-03-01&to=tomorrow&sort=key&order=desc'));
    expect(filter).toEqual({ status: 'FAILED', outcome: 'rejected', machine: 'backfill', key: '', q: 'tom', from: '2026-03-01', to: '', sort: 'key', order: 'desc' });
    expect(readFilter(new URLSearchParams('status=DONE&sort=size&order=up'))).toEqual(all);
    expect([isFiltered(filter), isFiltered({ ...all, sort: 'key' })]).toEqual([true, false]);
  });

  it('asks the API for whole days of this time zone', () => {
    expect(toQuery({ ...all, from: '2026-03-01', to: '2026-03-01', sort: 'duration' })).toEqual({
      status: null, outcome: '', stateMachine: '', key: '', q: '', from: new Date(2026, 2, 1).toISOString(), to: new Date(2026, 2, 2).toISOString(), sort: 'duration', order: '',
    });
    expect(dayStart('')).toBe('');
  });

  it('matches outcome, dates and any part of the key or the name', () => {
    const rejected = execution('a', 1, { outcome: 'rejected' });
    expect(matches(rejected, { ...all, outcome: 'rejected' })).toBe(true);
    expect(matches(rejected, { ...all, outcome: 'succeeded' })).toBe(false);
    expect(matches(rejected, { ...all, q: 'TS/A' })).toBe(true);
    expect(matches(rejected, { ...all, q: 'arn:a' })).toBe(true);
    expect(matches(rejected, { ...all, q: 'uploads' })).toBe(false);
    expect(matches(rejected, { ...all, from: '2026-11-23' })).toBe(false);
    expect(matches(rejected, { ...all, to: '2026-11-19' })).toBe(false);
    expect(matches(rejected, { ...all, from: '2026-11-20', to: '2026-11-22' })).toBe(true);
  });

  it('adds no new executions to a list in another order, whose places are not known', () => {
    const updates = [execution('d', 4), execution('b', 2, { ranMs: 7 })];
    expect(mergeUpdates(list, updates, { ...all, sort: 'duration' }).map(({ name, ranMs }) => [name, ranMs])).toEqual([['c', null], ['b', 7], ['a', null]]);
  });
});

import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '../../src/api/types';
import { appendPage, keyQuery, matches, mergeUpdates, refreshFirstPage } from '../../src/pages/executions/list';

const execution = (name: string, minute: number, change: Partial<ExecutionSummary> = {}): ExecutionSummary => ({
  arn: `arn:${name}`, name, imageId: `uploads/cats/${name}.jpg`, status: 'SUCCEEDED', startTime: `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`,
  stopTime: null, durationMs: null, redriveCount: 0, redriveTime: null, error: null, cause: null, ...change,
});
const all = { status: null, key: '' };

describe('the list of executions', () => {
  const list = [execution('c', 3), execution('b', 2), execution('a', 1)];

  it('puts new executions on top and updates changed ones in place', () => {
    const updates = [execution('b', 2, { status: 'FAILED' }), execution('d', 4, { status: 'RUNNING' })];
    expect(mergeUpdates(list, updates, all).map(({ name, status }) => [name, status])).toEqual([
      ['d', 'RUNNING'], ['c', 'SUCCEEDED'], ['b', 'FAILED'], ['a', 'SUCCEEDED'],
    ]);
  });

  it('drops executions that no longer match the filter, and adds none that do not match', () => {
    const filter = { status: 'SUCCEEDED' as const, key: '' };
    const updates = [execution('c', 3, { status: 'RUNNING' }), execution('d', 4, { status: 'RUNNING' })];
    expect(mergeUpdates(list, updates, filter).map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('ignores updates of executions on a later page', () => {
    expect(mergeUpdates(list, [execution('old', 0)], all).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  });

  it('filters by the prefix of the key', () => {
    expect(matches(execution('a', 1), { status: null, key: 'cats/' })).toBe(true);
    expect(matches(execution('a', 1), { status: null, key: 'dogs' })).toBe(false);
    expect(matches(execution('a', 1, { imageId: null }), { status: null, key: 'cats' })).toBe(false);
    expect([keyQuery(''), keyQuery('cats/'), keyQuery('cats/*')]).toEqual(['', 'cats/*', 'cats/*']);
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
});

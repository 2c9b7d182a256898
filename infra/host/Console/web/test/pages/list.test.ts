import { describe, expect, it } from 'vitest';
import type { ExecutionSummary } from '../../src/api/types';
import { joined, keyQuery, matches, refreshed, withNews } from '../../src/pages/executions/list';

const execution = (name: string, minute: number, change: Partial<ExecutionSummary> = {}): ExecutionSummary => ({
  arn: `arn:${name}`, name, imageId: `uploads/cats/${name}.jpg`, status: 'SUCCEEDED', startTime: `2026-11-21T10:${String(minute).padStart(2, '0')}:00Z`,
  stopTime: null, durationMs: null, redriveCount: 0, redriveTime: null, error: null, cause: null, ...change,
});
const all = { status: null, key: '' };

describe('the list of executions', () => {
  const list = [execution('c', 3), execution('b', 2), execution('a', 1)];

  it('puts what is new on top and what has changed where it stands', () => {
    const news = [execution('b', 2, { status: 'FAILED' }), execution('d', 4, { status: 'RUNNING' })];
    expect(withNews(list, news, all).map(({ name, status }) => [name, status])).toEqual([
      ['d', 'RUNNING'], ['c', 'SUCCEEDED'], ['b', 'FAILED'], ['a', 'SUCCEEDED'],
    ]);
  });

  it('drops what matches the filter no longer, and takes nothing that does not', () => {
    const filter = { status: 'SUCCEEDED' as const, key: '' };
    const news = [execution('c', 3, { status: 'RUNNING' }), execution('d', 4, { status: 'RUNNING' })];
    expect(withNews(list, news, filter).map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('takes no news of executions that a further page has', () => {
    expect(withNews(list, [execution('old', 0)], all).map(({ name }) => name)).toEqual(['c', 'b', 'a']);
  });

  it('filters by the beginning of the key', () => {
    expect(matches(execution('a', 1), { status: null, key: 'cats/' })).toBe(true);
    expect(matches(execution('a', 1), { status: null, key: 'dogs' })).toBe(false);
    expect(matches(execution('a', 1, { imageId: null }), { status: null, key: 'cats' })).toBe(false);
    expect([keyQuery(''), keyQuery('cats/'), keyQuery('cats/*')]).toEqual(['', 'cats/*', 'cats/*']);
  });

  it('has what moved to the next page meanwhile once', () => {
    expect(joined(list, [execution('a', 1), execution('z', 0)]).map(({ name }) => name)).toEqual(['c', 'b', 'a', 'z']);
  });

  it('keeps what was read on when its first page is read anew', () => {
    const first = { executions: [execution('d', 4), execution('c', 3, { status: 'FAILED' })], continuation: 'after c' };
    expect(refreshed({ executions: list, continuation: 'after a' }, first, all)).toEqual({
      executions: [execution('d', 4), execution('c', 3, { status: 'FAILED' }), execution('b', 2), execution('a', 1)], continuation: 'after a',
    });
  });

  it('is its first page alone when the rest may be out of date', () => {
    const first = { executions: [execution('e', 5), execution('d', 4)], continuation: 'after d' };
    expect(refreshed({ executions: list, continuation: null }, first, all)).toBe(first);
    const running = [execution('d', 4), execution('a', 1, { status: 'RUNNING' })];
    expect(refreshed({ executions: running, continuation: null }, first, all)).toBe(first);
    expect(refreshed(null, first, all)).toBe(first);
  });
});

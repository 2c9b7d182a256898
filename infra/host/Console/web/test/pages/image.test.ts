import { describe, expect, it } from 'vitest';
import type { AttemptOutcome, ImageVersion, TraceResponse, VersionEntry } from '../../src/api/types';
import { hasSameShape } from '../../src/pages/image/shape';
import { makerOf, renditionTimes } from '../../src/pages/image/times';

const attempt = (outcome: AttemptOutcome, start: string | null, stop: string | null): TraceResponse['visits'][number]['attempts'][number] =>
  ({ scheduleTime: '2026-01-01T00:00:00Z', startTime: start, stopTime: stop, waitFrom: null, outcome, error: null, redriven: false });

const scope = (name: string | null): TraceResponse['scopes'][number] =>
  ({ kind: 'iteration', index: 0, name, owner: 1, attempt: 0, path: [], startTime: null, stopTime: null, outcome: 'succeeded' });

const visit = (state: string, index: number, attempts: TraceResponse['visits'][number]['attempts']): TraceResponse['visits'][number] => ({
  id: 1, exitId: 2, state, type: 'Task', scope: index, enterTime: '2026-01-01T00:00:00Z', stopTime: null, outcome: 'succeeded', error: null, cause: null,
  retries: 0, retryWaitFrom: null, attempts, events: [],
});

describe('the time of a rendition', () => {
  it('is that of the attempt that succeeded', () => {
    const times = renditionTimes({
      scopes: [scope('thumb')],
      visits: [visit('Resize', 0, [
        attempt('failed', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:05.000Z'), attempt('succeeded', '2026-01-01T00:00:09.000Z', '2026-01-01T00:00:09.250Z'),
      ])],
    });

    expect([...times]).toEqual([['thumb', 250]]);
  });

  it('is unknown for other states, unnamed iterations and calls under way', () => {
    const done = attempt('succeeded', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01Z');
    const times = renditionTimes({
      scopes: [scope('thumb'), scope(null), scope('small')],
      visits: [visit('Persist', 0, [done]), visit('Resize', 1, [done]), visit('Resize', 2, [attempt('running', '2026-01-01T00:00:00Z', null)])],
    });

    expect(times.size).toBe(0);
  });
});

describe('the execution that made a version', () => {
  const version = (prefix: string): ImageVersion => ({ prefix }) as ImageVersion;
  const entry = (name: string, outcome: string, prefix: string): VersionEntry =>
    ({ execution: { name }, outcome, version: version(prefix) }) as VersionEntry;

  it('is the newest one that succeeded with it', () => {
    const versions = [entry('4', 'rejected', 'b'), entry('3', 'succeeded', 'b'), entry('2', 'succeeded', 'b'), entry('1', 'succeeded', 'a')];

    expect(makerOf(versions, version('b'))).toBe('3');
    expect(makerOf(versions, version('a'))).toBe('1');
    expect(makerOf(versions, version('c'))).toBeNull();
    expect(makerOf(versions, null)).toBeNull();
  });
});

describe('the shape of a rendition', () => {
  it('is the original’s but for rounding', () => {
    expect(hasSameShape({ width: 333, height: 250 }, { width: 4000, height: 3000 })).toBe(true);
    expect(hasSameShape({ width: 1, height: 3 }, { width: 300, height: 1000 })).toBe(true);
    expect(hasSameShape({ width: 200, height: 200 }, { width: 4000, height: 3000 })).toBe(false);
  });
});

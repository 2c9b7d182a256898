import { describe, expect, it } from 'vitest';
import { executionId, mapRunLink, parseRoute } from '../../../src/app/router';
import { countsOf } from '../../../src/pages/maprun/counts';
import { parentMapRun } from '../../../src/pages/maprun/MapRunLinks';

const arn = 'arn:aws:states:local:000000000000:execution:';

describe('Map Runs', () => {
  it('shows the counts in the order of the bar, as parts of all items', () => {
    const counts = countsOf({ PENDING: 50, SUCCEEDED: 40, RUNNING: 10 });
    expect(counts.map(({ status, count, percent }) => [status, count, percent])).toEqual([
      ['SUCCEEDED', 40, 40], ['FAILED', 0, 0], ['RUNNING', 10, 10], ['PENDING', 50, 50],
    ]);
    expect(countsOf({}).map(({ percent }) => percent)).toEqual([0, 0]);
  });

  it('calls executions by name, and those of other state machines by state machine and name', () => {
    expect(executionId(`${arn}image-pipeline:one`)).toBe('one');
    expect(executionId(`${arn}backfill:one`)).toBe('backfill:one');
    expect(executionId(`${arn}backfill/Images:RUN-12`)).toBe('backfill/Images:RUN-12');
  });

  it('links a child execution to its Map Run', () => {
    const parent = parentMapRun(`${arn}backfill/Images:RUN-1-12`);
    expect(parent).toBe('arn:aws:states:local:000000000000:mapRun:backfill/Images:RUN-1');
    expect(parseRoute(mapRunLink(parent!))).toMatchObject({ page: 'map-runs', id: 'backfill/Images:RUN-1' });
    expect(parentMapRun(`${arn}backfill:one`)).toBeNull();
  });
});

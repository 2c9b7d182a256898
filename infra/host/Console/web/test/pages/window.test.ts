import { describe, expect, it } from 'vitest';
import { windowOf } from '../../src/pages/upload/window';

const rows = (count: number, height = 50): number[] => Array.from({ length: count }, () => height);

describe('window of a long list', () => {
  it('has the rows that lie at least partly in it', () => {
    expect(windowOf(rows(1000), 120, 300)).toEqual({ first: 2, end: 6, above: 100, below: 994 * 50 });
    expect(windowOf(rows(1000), 100, 300)).toEqual({ first: 2, end: 6, above: 100, below: 994 * 50 });
  });

  it('goes by the height of each row', () => {
    expect(windowOf([50, 200, 50, 50], 60, 250)).toEqual({ first: 1, end: 2, above: 50, below: 100 });
  });

  it('starts at the first row above the list and ends at the last one below it', () => {
    expect(windowOf(rows(3), -500, -100)).toEqual({ first: 0, end: 1, above: 0, below: 100 });
    expect(windowOf(rows(3), 900, 1200)).toEqual({ first: 2, end: 3, above: 100, below: 0 });
    expect(windowOf([], 0, 100)).toEqual({ first: 0, end: 0, above: 0, below: 0 });
  });

  it('keeps the height of the list', () => {
    for (const top of [-100, 0, 333, 49_000, 60_000]) {
      const { first, end, above, below } = windowOf(rows(1000), top, top + 700);
      expect(above + (end - first) * 50 + below).toBe(50_000);
    }
  });
});

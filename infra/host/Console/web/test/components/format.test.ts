import { expect, it } from 'vitest';
import { formatBytes, formatDuration } from '../../src/components/format';

it('formats durations in the unit that fits', () => {
  expect([0, 0.01, 0.42, 43.4, 1240, 12_300, 125_000, 11_040_000, 200_000_000].map(formatDuration)).toEqual([
    '0 ms', '<0.1 ms', '0.4 ms', '43 ms', '1.24 s', '12.3 s', '2 min 5 s', '3 h 4 min', '2 days',
  ]);
});

it('formats sizes in decimal units', () => {
  expect([812, 4400, 81_198, 4_400_000, 256_000_000, 999_700].map(formatBytes)).toEqual(['812 bytes', '4.4 kB', '81 kB', '4.4 MB', '256 MB', '1.0 MB']);
});

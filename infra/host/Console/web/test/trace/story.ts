import type { EventDetails, HistoryEvent } from '../../src/api/types';

type Line = [type: string, previousEventId: number, seconds: number, details?: EventDetails];

/** A history told in short: an event a line, the first has the id 1. */
export const story = (...lines: Line[]): HistoryEvent[] => lines.map(([type, previousEventId, seconds, details], index) => ({
  id: index + 1,
  previousEventId,
  timestamp: new Date(seconds * 1000).toISOString(),
  type,
  ...(details === undefined ? {} : { [`${type[0]!.toLowerCase()}${type.slice(1)}EventDetails`]: details }),
}));

import type { EventDetails, HistoryEvent } from '../../src/api/types';

type Line = [type: string, previousEventId: number, seconds: number, details?: EventDetails];

/** Creates the events of a history from one short line each. The first event has the id 1. */
export const createEvents = (...lines: Line[]): HistoryEvent[] => lines.map(([type, previousEventId, seconds, details], index) => ({
  id: index + 1,
  previousEventId,
  timestamp: new Date(seconds * 1000).toISOString(),
  type,
  ...(details === undefined ? {} : { [`${type[0]!.toLowerCase()}${type.slice(1)}EventDetails`]: details }),
}));

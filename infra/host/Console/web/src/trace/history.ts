import type { HistoryEvent } from '../api/types';

/** Collects the events of a history. They arrive in pages and live, in any order and possibly more than once. */
export class History {
  private readonly eventsById = new Map<number, HistoryEvent>();
  private contiguousEvents: HistoryEvent[] = [];

  /** The events from the first one up to the first gap. */
  get events(): readonly HistoryEvent[] {
    return this.contiguousEvents;
  }

  /** Id of the last event before the first gap. 0 for none. */
  get lastId(): number {
    return this.contiguousEvents.length;
  }

  /** Whether events have arrived whose predecessors are missing. */
  get hasGap(): boolean {
    return this.eventsById.size > this.contiguousEvents.length;
  }

  /** @returns whether there are new events to show */
  add(events: readonly HistoryEvent[]): boolean {
    events.forEach((event) => this.eventsById.set(event.id, event));
    const before = this.contiguousEvents.length;
    const added: HistoryEvent[] = [];
    for (let next = this.eventsById.get(before + 1); next !== undefined; next = this.eventsById.get(next.id + 1)) {
      added.push(next);
    }

    this.contiguousEvents = added.length === 0 ? this.contiguousEvents : [...this.contiguousEvents, ...added];
    return added.length > 0;
  }
}

import type { HistoryEvent } from '../api/types';

/** A history as it comes in: by pages, and live, in any order and more than once. */
export class History {
  private readonly known = new Map<number, HistoryEvent>();
  private whole: HistoryEvent[] = [];

  /** Events from the first on, without a gap. */
  get events(): readonly HistoryEvent[] {
    return this.whole;
  }

  /** Id of the last event before which none is missing; 0 for none. */
  get last(): number {
    return this.whole.length;
  }

  /** Whether events are there whose predecessors are not. */
  get hasGap(): boolean {
    return this.known.size > this.whole.length;
  }

  /** @returns whether there is anything new to show. */
  add(events: readonly HistoryEvent[]): boolean {
    events.forEach((event) => this.known.set(event.id, event));
    const before = this.whole.length;
    const news: HistoryEvent[] = [];
    for (let next = this.known.get(before + 1); next !== undefined; next = this.known.get(next.id + 1)) {
      news.push(next);
    }

    this.whole = news.length === 0 ? this.whole : [...this.whole, ...news];
    return news.length > 0;
  }
}

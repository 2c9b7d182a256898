import type { Announcement, ExecutionSummary, HistoryEvent } from './types';

export interface LiveEvents {
  execution: ExecutionSummary;
  history: { execution: string; events: HistoryEvent[] };
  image: { imageId: string; status: string | null };
  announcement: Announcement;
  definition: { valid: boolean };
  /** Something may have been missed: read everything anew. */
  reset: Record<string, never>;
}

export type LiveState = 'connecting' | 'open' | 'lost' | 'paused';

type Handler<T> = (data: T) => void;

const names = ['execution', 'history', 'image', 'announcement', 'definition', 'reset'] as const;
const retryMilliseconds = 2000;

/**
 * The one connection of a page to the host's server-sent events. While the tab is hidden it is closed: browsers allow six connections
 * to a host for all tabs together.
 */
export class Live {
  private source: EventSource | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private watched: string | null = null;
  private readonly handlers = new Map<string, Set<Handler<never>>>();

  state: LiveState = 'connecting';
  onState: (state: LiveState) => void = () => {};

  start(): void {
    document.addEventListener('visibilitychange', () => (document.hidden ? this.pause() : this.connect()));
    if (document.hidden) {
      this.pause();
    } else {
      this.connect();
    }
  }

  /** Watches the history of one execution, or of none. */
  watch(execution: string | null): void {
    if (execution !== this.watched) {
      this.watched = execution;
      if (this.source !== undefined) {
        this.connect();
      }
    }
  }

  on<K extends keyof LiveEvents>(name: K, handler: Handler<LiveEvents[K]>): () => void {
    const set = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, set);
    set.add(handler as Handler<never>);
    return () => set.delete(handler as Handler<never>);
  }

  private connect(): void {
    this.close();
    this.become('connecting');
    const source = new EventSource(this.watched === null ? '/api/live' : `/api/live?execution=${encodeURIComponent(this.watched)}`);
    this.source = source;
    source.onopen = () => {
      this.become('open');
      // Also the first time: what happened since the page read what it shows, nobody told it.
      this.tell('reset', {});
    };
    source.onerror = () => {
      this.become('lost');
      if (source.readyState === EventSource.CLOSED) {
        // The browser itself gives up when it was answered with an error.
        this.retry = setTimeout(() => this.connect(), retryMilliseconds);
      }
    };
    names.forEach((name) => source.addEventListener(name, (event: MessageEvent<string>) => this.tell(name, JSON.parse(event.data))));
  }

  private pause(): void {
    this.close();
    this.become('paused');
  }

  private close(): void {
    clearTimeout(this.retry);
    this.source?.close();
    this.source = undefined;
  }

  private become(state: LiveState): void {
    this.state = state;
    this.onState(state);
  }

  private tell(name: string, data: unknown): void {
    this.handlers.get(name)?.forEach((handler) => (handler as Handler<unknown>)(data));
  }
}

import type { Announcement, ExecutionSummary, HistoryEvent } from './types';

export interface LiveEvents {
  execution: ExecutionSummary;
  history: { execution: string; events: HistoryEvent[] };
  image: { imageId: string; status: string | null };
  announcement: Announcement;
  definition: { valid: boolean };
  /** A fault of the machine interrupted an execution: the status says more. */
  interruption: Record<string, never>;
  /** The page may have missed events. Read everything again. */
  reset: Record<string, never>;
}

export type LiveState = 'connecting' | 'open' | 'lost' | 'paused';

type Handler<T> = (data: T) => void;

const eventNames = ['execution', 'history', 'image', 'announcement', 'definition', 'interruption', 'reset'] as const;
const retryMilliseconds = 2000;

/**
 * The page's only connection to the host's server-sent events. It is closed while the tab is hidden, because browsers allow six
 * connections to a host for all tabs together.
 */
export class Live {
  private source: EventSource | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchedExecution: string | null = null;
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

  /** Watches the history of one execution, or of none when `execution` is null. */
  watch(execution: string | null): void {
    if (execution !== this.watchedExecution) {
      this.watchedExecution = execution;
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
    this.setState('connecting');
    const source = new EventSource(this.watchedExecution === null ? '/api/live' : `/api/live?execution=${encodeURIComponent(this.watchedExecution)}`);
    this.source = source;
    source.onopen = () => {
      this.setState('open');
      // On the first connection too: events may have occurred after the page read what it shows.
      this.dispatch('reset', {});
    };
    source.onerror = () => {
      this.setState('lost');
      if (source.readyState === EventSource.CLOSED) {
        // The browser does not reconnect after an error response.
        this.retryTimer = setTimeout(() => this.connect(), retryMilliseconds);
      }
    };
    eventNames.forEach((name) => source.addEventListener(name, (event: MessageEvent<string>) => this.dispatch(name, JSON.parse(event.data))));
  }

  private pause(): void {
    this.close();
    this.setState('paused');
  }

  private close(): void {
    clearTimeout(this.retryTimer);
    this.source?.close();
    this.source = undefined;
  }

  private setState(state: LiveState): void {
    this.state = state;
    this.onState(state);
  }

  private dispatch(name: string, data: unknown): void {
    this.handlers.get(name)?.forEach((handler) => (handler as Handler<unknown>)(data));
  }
}

import type { Announcement, ExecutionSummary, HistoryEvent, ImageStatus } from './types';

export interface LiveEvents {
  execution: ExecutionSummary;
  history: { execution: string; events: HistoryEvent[] };
  image: { imageId: string; status: ImageStatus | null };
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
// A connection over which the first bytes take longer does not hold up the pages.
const maxWaitMilliseconds = 500;

/**
 * The page's only connection to the host's server-sent events. It is closed while the tab is hidden, because browsers allow six
 * connections to a host for all tabs together.
 */
export class Live {
  private source: EventSource | undefined;
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private watchedExecution: string | null = null;
  private readonly handlers = new Map<string, Set<Handler<never>>>();
  /** Handlers of pages that read nothing yet, because they wait for the connection. They miss no event, and need no reset. */
  private readonly waiting = new Set<Handler<never>>();
  private ready = createSignal();
  private readyTimer: ReturnType<typeof setTimeout> | undefined;

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

  /**
   * Waits until the connection is open. Whatever is read then is read once: nothing changes between the response and the first live event
   * without the page getting to know. It does not wait for a connection that is lost, paused or slow.
   */
  whenReady(): Promise<void> {
    return this.ready.promise;
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
    if (name === 'reset' && !this.ready.isSet) {
      this.waiting.add(handler as Handler<never>);
    }

    return () => {
      set.delete(handler as Handler<never>);
      this.waiting.delete(handler as Handler<never>);
    };
  }

  private connect(): void {
    this.close();
    this.setState('connecting');
    if (this.ready.isSet) {
      this.ready = createSignal();
    }

    this.readyTimer = setTimeout(() => this.goOn(), maxWaitMilliseconds);
    const source = new EventSource(this.watchedExecution === null ? '/api/live' : `/api/live?execution=${encodeURIComponent(this.watchedExecution)}`);
    this.source = source;
    source.onopen = () => {
      this.setState('open');
      // Events may have occurred after a page read what it shows.
      const fresh = new Set(this.waiting);
      this.goOn();
      this.dispatch('reset', {}, fresh);
    };
    source.onerror = () => {
      this.setState('lost');
      this.goOn();
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
    this.goOn();
  }

  /** Lets the pages read. Those that do so before the connection is open read again once it is. */
  private goOn(): void {
    clearTimeout(this.readyTimer);
    this.waiting.clear();
    this.ready.set();
  }

  private close(): void {
    clearTimeout(this.retryTimer);
    clearTimeout(this.readyTimer);
    this.source?.close();
    this.source = undefined;
  }

  private setState(state: LiveState): void {
    this.state = state;
    this.onState(state);
  }

  private dispatch(name: string, data: unknown, except: ReadonlySet<Handler<never>> = new Set()): void {
    this.handlers.get(name)?.forEach((handler) => !except.has(handler) && (handler as Handler<unknown>)(data));
  }
}

interface Signal {
  promise: Promise<void>;
  isSet: boolean;
  set: () => void;
}

function createSignal(): Signal {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  const signal: Signal = {
    promise,
    isSet: false,
    set: () => {
      signal.isSet = true;
      resolve();
    },
  };
  return signal;
}

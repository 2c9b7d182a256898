import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The current time in milliseconds since 1970, updated every `milliseconds` while `isActive`. */
export function useNow(milliseconds: number, isActive = true): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!isActive) {
      return undefined;
    }

    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, isActive]);
  return now;
}

export interface Loaded<T> {
  value: T | null;
  error: string | null;
  loading: boolean;
  reload: () => void;
  /** Replaces the value with a newer one. */
  set: (change: (value: T | null) => T | null) => void;
}

/** Reads something from the host, and again when a dependency changes. A response to an outdated request is dropped. */
export function useLoaded<T>(read: () => Promise<T>, dependencies: unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: string | null; loading: boolean }>({ value: null, error: null, loading: true });
  const latestRequest = useRef(0);
  const reload = useCallback(() => {
    const request = ++latestRequest.current;
    setState((before) => ({ ...before, loading: true }));
    read().then(
      (value) => request === latestRequest.current && setState({ value, error: null, loading: false }),
      (error: unknown) => request === latestRequest.current && setState((before) => ({ ...before, error: messageOf(error), loading: false })),
    );
  }, dependencies);
  useEffect(() => {
    reload();
    return () => void latestRequest.current++;
  }, [reload]);
  const set = useCallback((change: (value: T | null) => T | null) => setState((before) => ({ ...before, value: change(before.value) })), []);
  return { ...state, reload, set };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Names the tab after the page. Null leaves the name as it is. */
export function useTitle(title: string | null): void {
  useLayoutEffect(() => {
    if (title !== null) {
      document.title = `${title} – Image Pipeline`;
    }
  }, [title]);
}

/** Delays a call until no other call has followed for some milliseconds. Unmounting the component cancels it. */
export function useDebounced<T>(milliseconds: number, call: (value: T) => void): (value: T) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => call(value), milliseconds);
  };
}

/** Merges calls into at most one every `milliseconds`, so that many events cause one rendering. */
export function useThrottled(milliseconds: number, call: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const latest = useRef(call);
  latest.current = call;
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, milliseconds);
  }, [milliseconds]);
}

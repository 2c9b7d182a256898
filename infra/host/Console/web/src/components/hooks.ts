import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** The time, anew every so many milliseconds as long as `runs`. */
export function useNow(milliseconds: number, runs = true): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!runs) {
      return undefined;
    }

    const timer = setInterval(() => setNow(Date.now()), milliseconds);
    return () => clearInterval(timer);
  }, [milliseconds, runs]);
  return now;
}

export interface Loaded<T> {
  value: T | null;
  error: string | null;
  loading: boolean;
  reload: () => void;
  /** Puts a newer value in place. */
  set: (change: (value: T | null) => T | null) => void;
}

/** Reads something from the host, anew whenever a dependency changes. An answer that comes after a newer question is dropped. */
export function useLoaded<T>(read: () => Promise<T>, dependencies: unknown[]): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; error: string | null; loading: boolean }>({ value: null, error: null, loading: true });
  const question = useRef(0);
  const reload = useCallback(() => {
    const mine = ++question.current;
    setState((before) => ({ ...before, loading: true }));
    read().then(
      (value) => mine === question.current && setState({ value, error: null, loading: false }),
      (error: unknown) => mine === question.current && setState((before) => ({ ...before, error: messageOf(error), loading: false })),
    );
  }, dependencies);
  useEffect(() => {
    reload();
    return () => void question.current++;
  }, [reload]);
  const set = useCallback((change: (value: T | null) => T | null) => setState((before) => ({ ...before, value: change(before.value) })), []);
  return { ...state, reload, set };
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Calls back a while after the last of several calls; not when the component has gone by then. */
export function useDebounced<T>(milliseconds: number, call: (value: T) => void): (value: T) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (value) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => call(value), milliseconds);
  };
}

/** Gathers up calls and makes one of them, at most every so many milliseconds: many events, one rendering. */
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

import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf, useLoaded, type Loaded } from './hooks';

export interface Pages<T> extends Loaded<T> {
  /** Reads the next page. */
  more: () => void;
  loadingMore: boolean;
  moreError: string | null;
}

/**
 * Reads a list by pages.
 *
 * @param read reads a page: the first, or the one that follows what is there
 * @param append joins what is there and the page that follows it
 * @param dependencies what is asked for; a page that comes after they have changed is dropped
 */
export function usePages<T>(read: (before: T | null) => Promise<T>, append: (before: T, next: T) => T, dependencies: unknown[]): Pages<T> {
  const first = useLoaded(() => read(null), dependencies);
  const [state, setState] = useState<{ loading: boolean; error: string | null }>({ loading: false, error: null });
  const question = useRef(0);
  useEffect(() => {
    setState({ loading: false, error: null });
    return () => void question.current++;
  }, [first.reload]);
  const more = (): void => {
    const mine = ++question.current;
    setState({ loading: true, error: null });
    read(first.value).then(
      (next) => {
        if (mine === question.current) {
          first.set((value) => value && append(value, next));
          setState({ loading: false, error: null });
        }
      },
      (error: unknown) => mine === question.current && setState({ loading: false, error: messageOf(error) }),
    );
  };
  return { ...first, more, loadingMore: state.loading, moreError: state.error };
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { messageOf, useLoaded, type Loaded } from './hooks';

export interface Pages<T> extends Loaded<T> {
  /** Reads the next page. */
  loadMore: () => void;
  isLoadingMore: boolean;
  loadMoreError: string | null;
}

/**
 * Reads a list page by page.
 *
 * @param read reads the first page when `before` is null, and otherwise the page after `before`
 * @param append joins the pages read so far and the next one
 * @param dependencies what the request depends on; a page that arrives after they have changed is dropped
 */
export function usePages<T>(read: (before: T | null) => Promise<T>, append: (before: T, next: T) => T, dependencies: unknown[]): Pages<T> {
  const first = useLoaded(() => read(null), dependencies);
  const [state, setState] = useState<{ loading: boolean; error: string | null }>({ loading: false, error: null });
  const latestRequest = useRef(0);
  useEffect(() => {
    setState({ loading: false, error: null });
    return () => void latestRequest.current++;
  }, [first.reload]);
  const loadMore = (): void => {
    const request = ++latestRequest.current;
    setState({ loading: true, error: null });
    read(first.value).then(
      (next) => {
        if (request === latestRequest.current) {
          first.set((value) => value && append(value, next));
          setState({ loading: false, error: null });
        }
      },
      (error: unknown) => request === latestRequest.current && setState({ loading: false, error: messageOf(error) }),
    );
  };
  return { ...first, loadMore, isLoadingMore: state.loading, loadMoreError: state.error };
}

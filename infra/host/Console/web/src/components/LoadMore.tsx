import { Notice } from './Notice';
import type { Pages } from './usePages';

/** The button that loads the next page of a list. */
export function LoadMore<T>({ pages, hasMore }: { pages: Pages<T>; hasMore: boolean }) {
  return (
    <>
      {hasMore && (
        <div class="more">
          <button type="button" class="button" disabled={pages.isLoadingMore} onClick={pages.loadMore} data-testid="load-more">{pages.isLoadingMore ? 'Loading' : 'Load more'}</button>
        </div>
      )}
      {pages.loadMoreError !== null && <Notice tone="bad" title="Could not load the next page">{pages.loadMoreError}</Notice>}
    </>
  );
}

import { Notice } from './Notice';
import type { Pages } from './usePages';

/** The button at the end of a list that goes on. */
export function More<T>({ pages, there }: { pages: Pages<T>; there: boolean }) {
  return (
    <>
      {there && (
        <div class="more">
          <button type="button" class="button" disabled={pages.loadingMore} onClick={pages.more} data-testid="load-more">{pages.loadingMore ? 'Loading' : 'Load more'}</button>
        </div>
      )}
      {pages.moreError !== null && <Notice tone="bad" title="The next page could not be read">{pages.moreError}</Notice>}
    </>
  );
}

import { useRef } from 'preact/hooks';
import type { ImagePage as Page, ImageStatus } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { formatCount } from '../../components/format';
import { useLoaded, useThrottled } from '../../components/hooks';
import { LoadMore } from '../../components/LoadMore';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { imageAppearance } from '../../components/status';
import { Tabs } from '../../components/Tabs';
import { usePages } from '../../components/usePages';
import { isSearch, readFilter } from './filter';
import { ImageCard } from './ImageCard';
import { PhotoFilters } from './PhotoFilters';

const statuses = ['ready', 'processing', 'rejected', 'failed', 'deleted'] as const satisfies readonly ImageStatus[];
const pageSize = 50;

export function ImagesPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const status = statuses.find((each) => each === query.get('status')) ?? 'ready';
  const filter = readFilter(query);
  const search = { ...filter, status };
  const searchKey = JSON.stringify(search);
  const counts = useLoaded(api.status, []);
  const page = usePages<Page>(
    (before) => api.images({ ...search, limit: pageSize, continuation: before?.continuation }),
    (before, next) => ({ images: merge(before.images, next.images), continuation: next.continuation }),
    [searchKey],
  );
  const currentSearch = useRef(searchKey);
  currentSearch.current = searchKey;
  const refresh = useThrottled(500, () => {
    counts.reload();
    // Keep the further pages that the reader has loaded: new images are on the first page.
    api.images({ ...search, limit: pageSize }).then(
      (first) => searchKey === currentSearch.current && page.set((value) => value && refreshFirstPage(value, first)),
      page.reload,
    );
  });
  useLive('image', refresh, [refresh]);
  useLive('reset', refresh, [refresh]);

  const images = page.value?.images ?? [];
  const tabs = statuses.map((id) => {
    const count = counts.value?.images[id];
    return { id, title: count === undefined ? imageAppearance[id].text : `${imageAppearance[id].text} ${formatCount(count)}` };
  });
  return (
    <div class="page">
      <PageHeader title="Images" lead="The catalogue entry of every image: its newest version, or why there is none." />
      <PhotoFilters filter={filter} onChange={replaceQuery} />
      <Tabs label="Status" tabs={tabs} selected={status} onSelect={(id) => replaceQuery({ status: id })}>
        {page.error !== null && <Notice tone="bad" title="Could not load the images">{page.error}</Notice>}
        {page.value !== null && images.length === 0
          ? <EmptyState title={isSearch(filter) ? 'No images match' : 'No images with this status'}>{status === 'ready' && <a href="#/upload">Upload one</a>}</EmptyState>
          : <ul class="gallery" data-testid="gallery" aria-busy={page.loading}>{images.map((image) => <ImageCard key={image.imageId} image={image} />)}</ul>}
        <LoadMore pages={page} hasMore={page.value?.continuation != null} />
      </Tabs>
    </div>
  );
}

const merge = (list: Page['images'], page: Page['images']): Page['images'] => {
  const known = new Set(list.map(({ imageId }) => imageId));
  return [...list, ...page.filter(({ imageId }) => !known.has(imageId))];
};

/** Merges a newly read first page into a list. Returns the first page alone when more images are new than it holds. */
function refreshFirstPage(list: Page, first: Page): Page {
  const fresh = new Set(first.images.map(({ imageId }) => imageId));
  const overlaps = list.images.some(({ imageId }) => fresh.has(imageId));
  return list.images.length <= pageSize || !overlaps ? first : { images: merge(first.images, list.images), continuation: list.continuation };
}

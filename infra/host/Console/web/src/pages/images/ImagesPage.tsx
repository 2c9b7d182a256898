import { useEffect, useRef, useState } from 'preact/hooks';
import type { ImagePage as Page, ImageStatus } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { formatCount, plural } from '../../components/format';
import { useLoaded, useThrottled } from '../../components/hooks';
import { LoadMore } from '../../components/LoadMore';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { imageAppearance } from '../../components/status';
import { Tabs } from '../../components/Tabs';
import { usePages } from '../../components/usePages';
import { BulkDelete } from './BulkDelete';
import { isSearch, readFilter, toQuery } from './filter';
import { Folders } from './Folders';
import { ImageCard } from './ImageCard';
import { PhotoFilters } from './PhotoFilters';
import { toggle } from './selection';

const statuses = ['ready', 'processing', 'rejected', 'failed', 'deleted'] as const satisfies readonly ImageStatus[];
const pageSize = 50;

export function ImagesPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const status = statuses.find((each) => each === query.get('status')) ?? 'ready';
  const filter = readFilter(query);
  const search = { ...toQuery(filter), status };
  const searchKey = JSON.stringify(search);
  const counts = useLoaded(api.status, []);
  const page = usePages<Page>(
    (before) => api.images({ ...search, limit: pageSize, continuation: before?.continuation }),
    (before, next) => ({ ...before, images: merge(before.images, next.images), continuation: next.continuation }),
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
  const folders = page.value?.folders ?? [];
  const keys = images.filter((image) => image.status !== 'deleted').map(({ key }) => key);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  useEffect(() => {
    setSelected(new Set());
    setAnchor(null);
  }, [searchKey]);
  const chosen = keys.filter((key) => selected.has(key));
  const select = (key: string, isRange: boolean): void => {
    setSelected(toggle(selected, keys, key, isRange ? anchor : null));
    setAnchor(key);
  };
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
        {filter.view === 'folders' && (
          <Folders prefix={filter.prefix} folders={folders} hasMore={page.value?.moreFolders === true} onOpen={(prefix) => replaceQuery({ prefix, view: 'folders' })} />
        )}
        {keys.length > 0 && (
          <div class="row selection" role="group" aria-label="Selection" data-testid="selection">
            <button type="button" class="button slim" onClick={() => setSelected(chosen.length === keys.length ? new Set() : new Set(keys))} data-testid="select-all">
              {chosen.length === keys.length ? 'Select none' : `Select all ${formatCount(keys.length)} shown`}
            </button>
            {chosen.length > 0 && (
              <>
                <span role="status">{plural(chosen.length, 'image')} selected</span>
                <button type="button" class="button slim danger" onClick={() => setDeleting(true)} data-testid="delete-selected">Delete…</button>
              </>
            )}
          </div>
        )}
        {page.value !== null && images.length === 0 && folders.length === 0
          ? <EmptyState title={isSearch(filter) ? 'No images match' : 'No images with this status'}>{status === 'ready' && <a href="#/upload">Upload one</a>}</EmptyState>
          : <ul class="gallery" data-testid="gallery" aria-busy={page.loading}>{images.map((image) => <ImageCard key={image.imageId} image={image} selected={selected.has(image.key)} onSelect={(isRange) => select(image.key, isRange)} />)}</ul>}
        <LoadMore pages={page} hasMore={page.value?.continuation != null} />
      </Tabs>
      {deleting && (
        <BulkDelete
          keys={chosen} remove={api.deleteImage} onClose={() => setDeleting(false)}
          onEnd={(remaining) => {
            setSelected(new Set(remaining));
            page.reload();
          }}
        />
      )}
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
  return list.images.length <= pageSize || !overlaps ? first : { ...first, images: merge(first.images, list.images), continuation: list.continuation };
}

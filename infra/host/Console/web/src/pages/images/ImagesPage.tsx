import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { ImageKey, ImagePage as Page, ImageStatus } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { formatCount } from '../../components/format';
import { useThrottled } from '../../components/hooks';
import { LoadMore } from '../../components/LoadMore';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { imageAppearance } from '../../components/status';
import { Tabs } from '../../components/Tabs';
import { usePages } from '../../components/usePages';
import { isSearch, readFilter, toQuery } from './filter';
import { Folders } from './Folders';
import { ImageCard } from './ImageCard';
import { applyChanges, merge, refreshFirstPage } from './list';
import { NearEnd } from './NearEnd';
import { PhotoFilters } from './PhotoFilters';
import { toggle } from './selection';
import { SelectionBar } from './SelectionBar';

const statuses = ['ready', 'processing', 'rejected', 'failed', 'quarantined', 'deleted'] as const satisfies readonly ImageStatus[];
const views = ['all', ...statuses] as const;
const pageSize = 50;

/** More cards than this make a page slow. A search finds the others. */
const maxShown = 2000;

export function ImagesPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const status = views.find((each) => each === query.get('status')) ?? 'ready';
  const filter = readFilter(query);
  const search = { ...toQuery(filter), status };
  const searchKey = JSON.stringify(search);
  const page = usePages<Page>(
    (before) => api.images({ ...search, ...(before === null && { counts: 'true' }), limit: pageSize, continuation: before?.continuation }),
    (before, next) => ({ ...before, images: merge(before.images, next.images), continuation: next.continuation }),
    [searchKey],
  );
  const currentSearch = useRef(searchKey);
  currentSearch.current = searchKey;
  const changes = useRef(new Map<string, ImageStatus>());
  const refresh = useThrottled(500, () => {
    const changed = changes.current;
    changes.current = new Map();
    // Keep the further pages that the reader has loaded: new images are on the first page.
    api.images({ ...search, counts: 'true', limit: pageSize }).then(
      (first) => searchKey === currentSearch.current && page.set((value) => value && refreshFirstPage({ ...value, images: applyChanges(value.images, changed, status) }, first, pageSize)),
      page.reload,
    );
  });
  useLive('image', (image) => {
    if (image.status !== null) {
      changes.current.set(image.imageId, image.status);
    }

    refresh();
  }, [refresh]);
  useLive('reset', refresh, [refresh]);

  const images = page.value?.images ?? [];
  const folders = page.value?.folders ?? [];
  const counts = page.value?.counts ?? null;
  const shown = images.filter((image) => image.status !== 'deleted');
  const byKey = new Map<string, ImageKey>(shown.map((image) => [image.key, image]));
  const [selected, setSelected] = useState<ReadonlyMap<string, ImageKey>>(new Map());
  const [anchor, setAnchor] = useState<string | null>(null);
  useEffect(() => {
    setSelected(new Map());
    setAnchor(null);
  }, [searchKey]);
  // The selection may hold images that are not shown. Of those that are, the list knows the newest status.
  const chosen = [...selected.values()].map((image) => byKey.get(image.key) ?? image);
  const choose = (chosenNow: readonly ImageKey[]): void => setSelected(new Map(chosenNow.map((image) => [image.key, image])));
  const select = (key: string, isRange: boolean): void => {
    const keys = toggle(new Set(selected.keys()), [...byKey.keys()], key, isRange ? anchor : null);
    choose([...keys].flatMap((each) => byKey.get(each) ?? selected.get(each) ?? []));
    setAnchor(key);
  };
  const latestSelect = useRef(select);
  latestSelect.current = select;
  const onSelect = useCallback((key: string, isRange: boolean) => latestSelect.current(key, isRange), []);
  const matching = counts === null ? 0 : status === 'all' ? sum(counts) - counts.deleted : status === 'deleted' ? 0 : counts[status];
  // Most hosts quarantine nothing.
  const tabs = views.filter((id) => id !== 'quarantined' || status === id || (counts?.quarantined ?? 0) > 0).map((id) => {
    const title = id === 'all' ? 'All' : imageAppearance[id].text;
    return { id, title: counts === null ? title : `${title} ${formatCount(id === 'all' ? sum(counts) : counts[id])}` };
  });
  const hasMore = page.value?.continuation != null;
  return (
    <div class="page">
      <PageHeader title="Images" lead="The catalogue entry of every image: its newest version, or why there is none." />
      <PhotoFilters filter={filter} onChange={replaceQuery} />
      <Tabs label="Status" tabs={tabs} selected={status} onSelect={(id) => replaceQuery({ status: id })}>
        {page.error !== null && <Notice tone="bad" title="Could not load the images">{page.error}</Notice>}
        {filter.view === 'folders' && (
          <Folders prefix={filter.prefix} folders={folders} hasMore={page.value?.moreFolders === true} onOpen={(prefix) => replaceQuery({ prefix, view: 'folders' })} />
        )}
        <SelectionBar shown={shown} chosen={chosen} matching={matching} query={search} onSelect={choose} onDeleted={page.reload} />
        {page.value !== null && images.length === 0 && folders.length === 0
          ? <EmptyState title={isSearch(filter) ? 'No images match' : status === 'all' ? 'No images yet' : 'No images with this status'}>{(status === 'ready' || status === 'all') && <a href="#/upload">Upload one</a>}</EmptyState>
          : <ul class="gallery" data-testid="gallery" aria-busy={page.loading}>{images.map((image) => <ImageCard key={image.imageId} image={image} selected={selected.has(image.key)} onSelect={onSelect} />)}</ul>}
        {hasMore && images.length < maxShown && page.loadMoreError === null && <NearEnd key={images.length} onNear={page.loadMore} />}
        <LoadMore pages={page} hasMore={hasMore && images.length < maxShown} />
        {hasMore && images.length >= maxShown && <p class="more muted small">Only {formatCount(images.length)} are shown. Search or filter to find others; all that match can be selected.</p>}
      </Tabs>
    </div>
  );
}

const sum = (counts: Record<ImageStatus, number>): number => Object.values(counts).reduce((total, count) => total + count, 0);

import { useState } from 'preact/hooks';
import type { ImagePage as Page, ImageStatus } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { Empty } from '../../components/Empty';
import { formatCount } from '../../components/format';
import { messageOf, useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { imageLook } from '../../components/status';
import { Tabs } from '../../components/Tabs';
import { ImageCard } from './ImageCard';

const statuses = ['ready', 'processing', 'rejected', 'failed', 'deleted'] as const satisfies readonly ImageStatus[];
const pageSize = 50;

export function ImagesPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const status = statuses.find((each) => each === query.get('status')) ?? 'ready';
  const counts = useLoaded(api.status, []);
  const page = useLoaded(() => api.images({ status, limit: pageSize }), [status]);
  const [error, setError] = useState<string | null>(null);
  const [loading, setLoading] = useState(false);
  const refresh = useThrottled(500, () => {
    counts.reload();
    // Who has read on, keeps what they have: news are on the first page.
    api.images({ status, limit: pageSize }).then((first) => page.set((value) => value && withFirst(value, first)), () => {});
  });
  useLive('image', refresh, [refresh]);
  useLive('reset', refresh, [refresh]);

  const images = page.value?.images ?? [];
  const continuation = page.value?.continuation ?? null;
  const loadMore = (): void => {
    setLoading(true);
    setError(null);
    api.images({ status, limit: pageSize, continuation }).then(
      (next) => page.set((value) => value && { images: merge(value.images, next.images), continuation: next.continuation }),
      (fault: unknown) => setError(messageOf(fault)),
    ).finally(() => setLoading(false));
  };
  const tabs = statuses.map((id) => {
    const count = counts.value?.images[id];
    return { id, title: count === undefined ? imageLook[id].text : `${imageLook[id].text} ${formatCount(count)}` };
  });
  return (
    <div class="page">
      <PageHead title="Images" lead="What the catalogue tells of every image: its newest version, or why there is none." />
      <Tabs label="Status" tabs={tabs} selected={status} onSelect={(id) => replaceQuery({ status: id })}>
        {page.error !== null && <Notice tone="bad" title="The images could not be read">{page.error}</Notice>}
        {page.value !== null && images.length === 0
          ? <Empty title={`No image is ${imageLook[status].text.toLowerCase()}`}>{status === 'ready' && <a href="#/upload">Upload one</a>}</Empty>
          : <ul class="gallery" data-testid="gallery" aria-busy={page.loading}>{images.map((image) => <ImageCard key={image.imageId} image={image} />)}</ul>}
        {continuation !== null && <div class="more"><button type="button" class="button" disabled={loading} onClick={loadMore} data-testid="load-more">Load more</button></div>}
        {error !== null && <Notice tone="bad" title="The next page could not be read">{error}</Notice>}
      </Tabs>
    </div>
  );
}

const merge = (list: Page['images'], page: Page['images']): Page['images'] => {
  const known = new Set(list.map(({ imageId }) => imageId));
  return [...list, ...page.filter(({ imageId }) => !known.has(imageId))];
};

/** A list with its first page read anew. */
function withFirst(list: Page, first: Page): Page {
  return list.images.length <= pageSize ? first : { images: merge(first.images, list.images), continuation: list.continuation };
}

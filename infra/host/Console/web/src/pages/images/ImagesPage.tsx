import { useRef } from 'preact/hooks';
import type { ImagePage as Page, ImageStatus } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { Empty } from '../../components/Empty';
import { formatCount } from '../../components/format';
import { useLoaded, useThrottled } from '../../components/hooks';
import { More } from '../../components/More';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { imageLook } from '../../components/status';
import { Tabs } from '../../components/Tabs';
import { usePages } from '../../components/usePages';
import { ImageCard } from './ImageCard';

const statuses = ['ready', 'processing', 'rejected', 'failed', 'deleted'] as const satisfies readonly ImageStatus[];
const pageSize = 50;

export function ImagesPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const status = statuses.find((each) => each === query.get('status')) ?? 'ready';
  const counts = useLoaded(api.status, []);
  const page = usePages<Page>(
    (before) => api.images({ status, limit: pageSize, continuation: before?.continuation }),
    (before, next) => ({ images: merge(before.images, next.images), continuation: next.continuation }),
    [status],
  );
  const shown = useRef(status);
  shown.current = status;
  const refresh = useThrottled(500, () => {
    counts.reload();
    // Who has read on, keeps what they have: news are on the first page.
    api.images({ status, limit: pageSize }).then(
      (first) => status === shown.current && page.set((value) => value && withFirst(value, first)),
      page.reload,
    );
  });
  useLive('image', refresh, [refresh]);
  useLive('reset', refresh, [refresh]);

  const images = page.value?.images ?? [];
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
        <More pages={page} there={page.value?.continuation != null} />
      </Tabs>
    </div>
  );
}

const merge = (list: Page['images'], page: Page['images']): Page['images'] => {
  const known = new Set(list.map(({ imageId }) => imageId));
  return [...list, ...page.filter(({ imageId }) => !known.has(imageId))];
};

/** A list with its first page read anew; the first page alone when more is new than it holds. */
function withFirst(list: Page, first: Page): Page {
  const fresh = new Set(first.images.map(({ imageId }) => imageId));
  const overlaps = list.images.some(({ imageId }) => fresh.has(imageId));
  return list.images.length <= pageSize || !overlaps ? first : { images: merge(first.images, list.images), continuation: list.continuation };
}

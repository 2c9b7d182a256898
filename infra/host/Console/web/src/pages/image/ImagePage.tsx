import { useState } from 'preact/hooks';
import { executionLink, executionName } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { Badge } from '../../components/Badge';
import { Confirm } from '../../components/Confirm';
import { Empty } from '../../components/Empty';
import { useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { imageLook } from '../../components/status';
import { LoadingShow } from './LoadingShow';
import { Metadata } from './Metadata';
import { Pictures } from './Pictures';
import { Versions } from './Versions';

export function ImagePage({ imageKey }: { imageKey: string }) {
  const { api } = useServices();
  const detail = useLoaded(() => api.image(imageKey), [imageKey]);
  const [deleting, setDeleting] = useState(false);
  const [deletion, setDeletion] = useState<string | null>(null);
  const refresh = useThrottled(150, detail.reload);
  const isMine = (imageId: string | null): boolean => imageId?.slice(imageId.indexOf('/') + 1) === imageKey;
  useLive('image', ({ imageId }) => isMine(imageId) && refresh(), [refresh]);
  useLive('execution', ({ imageId }) => isMine(imageId) && refresh(), [refresh]);
  useLive('reset', refresh, [refresh]);
  if (detail.value === null) {
    return detail.error === null
      ? <div class="page" aria-busy="true" />
      : <Empty title="This image is not there" level="h1">{detail.error} <a href="#/images">All images</a></Empty>;
  }

  const { record, original, versions } = detail.value;
  const current = record?.status === 'deleted' ? null : record?.current ?? null;
  const remove = async (): Promise<void> => setDeletion((await api.deleteImage(imageKey)).execution);
  return (
    <div class="page" data-testid="image-page" data-status={record?.status ?? ''}>
      <PageHead
        title={imageKey} crumbs={<a href="#/images">Images</a>}
        badge={record !== null && <Badge look={imageLook[record.status]} testId="image-status" />}
      >
        {original !== null && <button type="button" class="button danger" onClick={() => setDeleting(true)} data-testid="delete">Delete…</button>}
      </PageHead>
      {deletion !== null && <Notice tone="idle" title="Deleted">Its renditions are removed by an <a href={executionLink(deletion)}>execution</a>.</Notice>}
      {record?.reason != null && (
        <Notice tone={record.status === 'rejected' ? 'warn' : 'bad'} title={record.reason.code} testId="reason">
          {record.reason.message}{current !== null && ' The last good version is still shown.'}{' '}
          <a href={executionLink(executionName(record.execution))}>Execution</a>
        </Notice>
      )}
      {record?.status === 'deleted' && <Notice tone="idle" title="Deleted">The original and its renditions are gone. The record stays a while, so that delayed events lose against it.</Notice>}
      {(current !== null || original !== null) && <Pictures imageKey={imageKey} original={original} version={current} />}
      {current?.placeholder != null && <LoadingShow version={current} placeholder={current.placeholder} />}
      <Metadata record={record} original={original} />
      {versions.length > 0 && <Versions versions={versions} />}
      {deleting && (
        <Confirm title="Delete this image?" action="Delete" onConfirm={remove} onClose={() => setDeleting(false)}>
          <p class="wrap-anywhere">The original <strong>{imageKey}</strong> and all its renditions are removed. This cannot be undone.</p>
        </Confirm>
      )}
    </div>
  );
}

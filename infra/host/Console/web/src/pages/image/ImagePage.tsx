import { useState } from 'preact/hooks';
import { executionLink, executionName } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { Badge } from '../../components/Badge';
import { Confirm } from '../../components/Confirm';
import { EmptyState } from '../../components/EmptyState';
import { messageOf, useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { imageAppearance } from '../../components/status';
import { Description } from './Description';
import { LoadingDemo } from './LoadingDemo';
import { Markup } from './Markup';
import { Metadata } from './Metadata';
import { PhotoFacts } from './PhotoFacts';
import { Pictures } from './Pictures';
import { ProcessAgain } from './ProcessAgain';
import { Quarantine } from './Quarantine';
import { makerOf, renditionTimes } from './times';
import { Versions } from './Versions';

export function ImagePage({ imageKey }: { imageKey: string }) {
  const { api } = useServices();
  const detail = useLoaded(() => api.image(imageKey), [imageKey]);
  const maker = makerOf(detail.value?.versions ?? [], detail.value?.record?.current ?? null);
  const trace = useLoaded(async () => (maker === null ? null : renditionTimes(await api.trace(maker))), [maker]);
  const [deleting, setDeleting] = useState(false);
  const [deletion, setDeletion] = useState<string | null>(null);
  const [isStarting, setStarting] = useState(false);
  const [again, setAgain] = useState<{ execution: string | null } | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const refresh = useThrottled(150, detail.reload);
  const isThisImage = (imageId: string | null): boolean => imageId?.slice(imageId.indexOf('/') + 1) === imageKey;
  useLive('image', ({ imageId }) => isThisImage(imageId) && refresh(), [refresh]);
  useLive('execution', ({ imageId }) => isThisImage(imageId) && refresh(), [refresh]);
  useLive('reset', refresh, [refresh]);
  if (detail.value === null) {
    return detail.error === null
      ? <div class="page" aria-busy="true" />
      : <EmptyState title="Image not found" level="h1">{detail.error} <a href="#/images">All images</a></EmptyState>;
  }

  const { record, original, versions, html, quarantined, describes } = detail.value;
  const current = record?.status === 'deleted' ? null : record?.current ?? null;
  const processAgain = (): void => {
    setStarting(true);
    setAgain(null);
    setFault(null);
    api.processImage(imageKey).then(setAgain, (problem: unknown) => setFault(messageOf(problem))).finally(() => {
      setStarting(false);
      detail.reload();
    });
  };
  const remove = async (): Promise<void> => setDeletion((await api.deleteImage(imageKey)).execution);
  return (
    <div class="page" data-testid="image-page" data-status={record?.status ?? ''}>
      <PageHeader
        title={imageKey} breadcrumbs={<a href="#/images">Images</a>}
        badge={record !== null && <Badge appearance={imageAppearance[record.status]} testId="image-status" />}
      >
        {original !== null && <button type="button" class="button" disabled={isStarting} onClick={processAgain} data-testid="process-again">Process again</button>}
        {original !== null && <button type="button" class="button danger" onClick={() => setDeleting(true)} data-testid="delete">Delete…</button>}
      </PageHeader>
      {deletion !== null && <Notice tone="idle" title="Deleted">An <a href={executionLink(deletion)}>execution</a> removes its renditions.</Notice>}
      {fault !== null && <Notice tone="bad" title="The image could not be processed" testId="process-error">{fault}</Notice>}
      {again !== null && <ProcessAgain execution={again.execution} versions={versions} />}
      {record?.reason != null && (
        <Notice tone={record.status === 'failed' ? 'bad' : 'warn'} title={record.reason.code} testId="reason">
          {record.reason.message}{current !== null && ' You still see the last valid version.'}{' '}
          <a href={executionLink(executionName(record.execution))}>Execution</a>
        </Notice>
      )}
      {record?.status === 'deleted' && <Notice tone="idle" title="Deleted">The original and its renditions are gone. The record is kept for a while so that delayed events cannot overwrite it.</Notice>}
      {quarantined !== null && (
        <Quarantine imageKey={imageKey} quarantined={quarantined} etag={record?.etag ?? null} hasCurrent={current !== null} canRelease={describes} onReleased={detail.reload} />
      )}
      {(current !== null || original !== null) && <Pictures imageKey={imageKey} original={original} version={current} made={record?.updatedAt ?? ''} times={trace.value ?? new Map()} />}
      {html !== null && <Markup html={html} />}
      {current?.placeholder != null && <LoadingDemo version={current} placeholder={current.placeholder} />}
      {(current !== null || quarantined !== null) && (
        <Description imageKey={imageKey} description={current === null ? quarantined?.description ?? null : record?.description ?? null} canEdit={describes} />
      )}
      {current !== null && <PhotoFacts photo={current.photo ?? null} user={current.user ?? null} />}
      <Metadata record={record} original={original} />
      {versions.length > 0 && <Versions versions={versions} />}
      {deleting && (
        <Confirm title="Delete this image?" action="Delete" onConfirm={remove} onClose={() => setDeleting(false)}>
          <p class="wrap-anywhere">This removes the original <strong>{imageKey}</strong> and all its renditions. You cannot undo it.</p>
        </Confirm>
      )}
    </div>
  );
}

import { formatCount, plural } from '../../components/format';
import { progressOf } from './progress';
import { UploadRow } from './UploadRow';
import { useRowWindow } from './useRowWindow';
import type { Upload, UploadQueue } from './queue';

export function UploadList({ uploads, queue }: { uploads: readonly Upload[]; queue: UploadQueue }) {
  return uploads.length === 0 ? null : <Uploads uploads={uploads} queue={queue} />;
}

function Uploads({ uploads, queue }: { uploads: readonly Upload[]; queue: UploadQueue }) {
  const { list, first, end, above, below } = useRowWindow(uploads, (ids) => queue.show(ids));
  const { active, fraction, outcomes } = progressOf(uploads);
  return (
    <section class="panel" aria-label="Uploads">
      <div class="panel-head">
        <h2>{plural(uploads.length, 'upload')}</h2>
        <p class="muted small" role="status" data-testid="upload-summary">
          {[outcomes, active > 0 ? `${formatCount(active)} in progress` : ''].filter((part) => part !== '').join(', ')}
        </p>
        <button type="button" class="button slim" onClick={() => queue.clear()} disabled={active === uploads.length}>Clear finished</button>
      </div>
      {active > 0 && <progress class="upload-progress" max={1} value={fraction} aria-label="All uploads" data-testid="upload-progress" />}
      <ul ref={list} class="uploads" style={{ paddingTop: `${above}px`, paddingBottom: `${below}px` }} data-testid="uploads">
        {uploads.slice(first, end).map((upload, index) => (
          <UploadRow key={upload.id} upload={upload} queue={queue} position={first + index + 1} count={uploads.length} />
        ))}
      </ul>
    </section>
  );
}

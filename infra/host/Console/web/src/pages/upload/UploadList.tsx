import { useState } from 'preact/hooks';
import { formatCount, plural } from '../../components/format';
import { progressOf } from './progress';
import { UploadRow } from './UploadRow';
import type { Upload, UploadQueue } from './queue';

const rowsPerBatch = 100;

export function UploadList({ uploads, queue }: { uploads: readonly Upload[]; queue: UploadQueue }) {
  const [rows, setRows] = useState(rowsPerBatch);
  if (uploads.length === 0) {
    return null;
  }

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
      <ul class="uploads" data-testid="uploads">
        {uploads.slice(0, rows).map((upload) => <UploadRow key={upload.id} upload={upload} queue={queue} />)}
      </ul>
      {uploads.length > rows && (
        <div class="more"><button type="button" class="button" onClick={() => setRows(rows + rowsPerBatch)}>Show {Math.min(rowsPerBatch, uploads.length - rows)} more</button></div>
      )}
    </section>
  );
}

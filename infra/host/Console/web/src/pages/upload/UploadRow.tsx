import { executionLink, imageLink } from '../../app/router';
import { Badge } from '../../components/Badge';
import { formatBytes } from '../../components/format';
import { resultAppearance, type Appearance } from '../../components/status';
import { Thumbnail } from '../../components/Thumbnail';
import type { Upload, UploadQueue } from './queue';

interface Props {
  upload: Upload;
  queue: UploadQueue;
  /** Place in the whole list, from 1. */
  position: number;
  count: number;
}

export function UploadRow({ upload, queue, position, count }: Props) {
  const { id, file, key, state, sent, execution, reason, error, record } = upload;
  const fraction = file.size === 0 ? 1 : Math.min(1, sent / file.size);
  return (
    <li class="upload" aria-posinset={position} aria-setsize={count} data-id={id} data-testid="upload" data-key={key} data-state={state} data-outcome={upload.outcome ?? ''}>
      <Thumbnail version={state === 'done' && record?.status === 'ready' ? record.current : null} />
      <div class="upload-what">
        <p class="mono wrap-anywhere">{key}</p>
        <p class="muted small numeric">
          {state === 'sending' ? `${formatBytes(sent)} of ${formatBytes(file.size)}` : formatBytes(file.size)}
          {error !== null && <span class="upload-error" role="alert"> · {error}</span>}
          {reason !== null && <span class="upload-reason"> · {reason.message}</span>}
          {state === 'ignored' && ' · Stored but not processed: no rule matches this key.'}
        </p>
        {state === 'sending' && <progress max={1} value={fraction} aria-label={`Sending ${key}`} />}
      </div>
      <Badge appearance={appearanceOf(upload, fraction)} testId="upload-status" />
      <div class="upload-links">
        {execution !== null && <a href={executionLink(execution)}>Execution</a>}
        {(state === 'processing' || state === 'done') && <a href={imageLink(key)}>Image</a>}
        {state === 'refused' && !upload.isFinal && <button type="button" class="link-button" onClick={() => queue.retry(id)}>Try again</button>}
        {(state === 'waiting' || state === 'sending') && <button type="button" class="link-button" onClick={() => queue.cancel(id)}>Cancel</button>}
      </div>
    </li>
  );
}

function appearanceOf({ state, outcome }: Upload, fraction: number): Appearance {
  switch (state) {
    case 'waiting':
      return { tone: 'idle', glyph: 'clock', text: 'Waiting' };
    case 'sending':
      return { tone: 'busy', glyph: 'busy', text: `Sending ${Math.floor(fraction * 100)} %` };
    case 'processing':
      return { tone: 'busy', glyph: 'busy', text: 'Processing' };
    case 'ignored':
      return { tone: 'idle', glyph: 'dash', text: 'Ignored' };
    case 'refused':
      return { tone: 'bad', glyph: 'cross', text: 'Not uploaded' };
    default:
      return resultAppearance(outcome);
  }
}

import { useState } from 'preact/hooks';
import { Dialog } from '../../components/Dialog';
import { formatCount, plural } from '../../components/format';
import { Notice } from '../../components/Notice';
import { runForEach, type BulkFailure } from './selection';

interface Props {
  keys: readonly string[];
  remove: (key: string) => Promise<unknown>;
  /** Called with the keys that are not deleted. */
  onEnd: (remaining: readonly string[]) => void;
  onClose: () => void;
}

/** Asks once before it deletes images, shows how far it is, and lists those that it could not delete. */
export function BulkDelete({ keys, remove, onEnd, onClose }: Props) {
  const [asked] = useState(keys);
  const [done, setDone] = useState<number | null>(null);
  const [failures, setFailures] = useState<readonly BulkFailure[] | null>(null);
  const confirm = async (): Promise<void> => {
    setDone(0);
    const failed = await runForEach(asked, remove, setDone);
    setFailures(failed);
    onEnd(failed.map(({ key }) => key));
    if (failed.length === 0) {
      onClose();
    }
  };
  const images = plural(asked.length, 'image');
  return (
    <Dialog title={`Delete ${images}?`} small onClose={onClose}>
      {failures !== null
        ? (
            <Notice tone="bad" title={`${plural(failures.length, 'image')} of ${formatCount(asked.length)} could not be deleted`} testId="bulk-failures">
              <ul>{failures.map(({ key, message }) => <li key={key} class="wrap-anywhere"><strong>{key}</strong>: {message}</li>)}</ul>
            </Notice>
          )
        : <p>This removes {asked.length === 1 ? 'the original' : `${formatCount(asked.length)} originals`} and all renditions. You cannot undo it.</p>}
      {done !== null && failures === null && (
        <p role="status">
          <progress class="bulk-progress" value={done} max={asked.length} aria-label="Deleted images" /> {formatCount(done)} of {formatCount(asked.length)}
        </p>
      )}
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>{failures === null && done === null ? 'Cancel' : 'Close'}</button>
        {failures === null && (
          <button type="button" class="button danger" disabled={done !== null} onClick={() => void confirm()} data-testid="confirm">Delete {images}</button>
        )}
      </div>
    </Dialog>
  );
}

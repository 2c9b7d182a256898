import { useEffect, useRef, useState } from 'preact/hooks';
import type { ImageKey } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { formatCount, plural } from '../../components/format';
import { Notice } from '../../components/Notice';
import { bulkText, type BulkAction } from './bulk';
import { runForEach, type BulkFailure } from './selection';

interface Props {
  action: BulkAction;
  images: readonly ImageKey[];
  run: (image: ImageKey) => Promise<unknown>;
  onBegin: () => void;
  /** Called with the number of images that the action succeeded for, and the keys of the others. */
  onEnd: (done: number, others: readonly string[]) => void;
  onClose: () => void;
}

/** The failures that are listed one by one. */
const maxListed = 20;

/** Asks once before it does something with many images, shows how far it is, can be stopped, and lists those that it failed for. */
export function BulkDialog({ action, images, run, onBegin, onEnd, onClose }: Props) {
  const [asked] = useState(images);
  const [done, setDone] = useState<number | null>(null);
  const [ended, setEnded] = useState<{ failures: readonly BulkFailure[]; left: number } | null>(null);
  const isStopped = useRef(false);
  useEffect(() => () => { isStopped.current = true; }, []);
  const text = bulkText[action];
  const confirm = async (): Promise<void> => {
    onBegin();
    setDone(0);
    const byKey = new Map(asked.map((image) => [image.key, image]));
    const { failures, left } = await runForEach([...byKey.keys()], (key) => run(byKey.get(key)!), setDone, () => isStopped.current);
    onEnd(asked.length - failures.length - left.length, [...failures.map(({ key }) => key), ...left]);
    setEnded({ failures, left: left.length });
    if (failures.length === 0 && left.length === 0) {
      onClose();
    }
  };
  const isRunning = done !== null && ended === null;
  return (
    <Dialog title={text.title(asked.length)} small onClose={onClose}>
      {ended === null && <p>{text.explanation(asked.length)}</p>}
      {done !== null && (
        <p role="status" data-testid="bulk-progress">
          <progress class="bulk-progress" value={done} max={asked.length} aria-label={text.progress} /> {formatCount(done)} of {formatCount(asked.length)}
        </p>
      )}
      {ended !== null && ended.left > 0 && <Notice tone="idle" title={`Stopped. ${plural(ended.left, 'image is', 'images are')} left.`} />}
      {ended !== null && ended.failures.length > 0 && (
        <Notice tone="bad" title={`${plural(ended.failures.length, 'image')} of ${formatCount(asked.length)} could not be ${text.failed}`} testId="bulk-failures">
          <ul>{ended.failures.slice(0, maxListed).map(({ key, message }) => <li key={key} class="wrap-anywhere"><strong>{key}</strong>: {message}</li>)}</ul>
          {ended.failures.length > maxListed && <p>and {formatCount(ended.failures.length - maxListed)} more</p>}
        </Notice>
      )}
      <div class="dialog-actions">
        {isRunning
          ? <button type="button" class="button" onClick={() => { isStopped.current = true; }} data-testid="stop-bulk">Stop</button>
          : <button type="button" class="button" onClick={onClose}>{done === null ? 'Cancel' : 'Close'}</button>}
        {done === null && (
          <button type="button" class={action === 'delete' ? 'button danger' : 'button primary'} onClick={() => void confirm()} data-testid="confirm">{text.button(asked.length)}</button>
        )}
      </div>
    </Dialog>
  );
}

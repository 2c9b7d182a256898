import { Dialog } from '../../components/Dialog';
import { formatCount } from '../../components/format';
import type { NewUpload } from './queue';

const maxNames = 5;

export interface ReplaceQuestion {
  id: number;
  files: readonly NewUpload[];
  /** Keys that have an original, or an upload that is on its way. */
  existing: ReadonlySet<string>;
}

interface Props {
  question: ReplaceQuestion;
  onUpload: (files: readonly NewUpload[]) => void;
  onClose: () => void;
}

/** Asks once for all files before originals are replaced. */
export function ReplaceDialog({ question: { files, existing }, onUpload, onClose }: Props) {
  const [known, others] = [files.filter(({ key }) => existing.has(key)), files.filter(({ key }) => !existing.has(key))];
  const answer = (chosen: readonly NewUpload[]) => (): void => {
    onUpload(chosen);
    onClose();
  };
  return (
    <Dialog title={titleOf(known, files.length)} small onClose={onClose}>
      <div class="stack">
        <p>A file that you upload under an existing key replaces the original, and its renditions are made again.</p>
        <ul class="replaced" data-testid="replaced">
          {known.slice(0, maxNames).map(({ key }, index) => <li key={index} class="mono wrap-anywhere">{key}</li>)}
          {known.length > maxNames && <li class="muted">and {formatCount(known.length - maxNames)} more</li>}
        </ul>
      </div>
      <div class="dialog-actions">
        <button type="button" class="button" onClick={onClose}>Cancel</button>
        {others.length > 0 && (
          <button type="button" class="button" onClick={answer(others)} data-testid="skip-existing">Skip {countOf(known.length)}, upload {formatCount(others.length)}</button>
        )}
        <button type="button" class="button danger" onClick={answer(files)} data-testid="replace-existing">Replace {countOf(known.length)}</button>
      </div>
    </Dialog>
  );
}

const countOf = (count: number): string => (count === 1 ? 'it' : formatCount(count));

function titleOf(known: readonly NewUpload[], total: number): string {
  const [count, all] = [formatCount(known.length), formatCount(total)];
  return total === 1 ? 'This key already exists' : known.length === total ? `All ${all} already exist` : `${count} of ${all} already ${known.length === 1 ? 'exists' : 'exist'}`;
}

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExecutionSummary, ImageKey } from '../../api/types';
import { useLive, useServices } from '../../app/services';
import { formatCount, plural } from '../../components/format';
import { messageOf, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { actions, bulkText, fitting, listKeys, runAction, type BulkAction } from './bulk';
import { BulkDialog } from './BulkDialog';
import { tallyOf } from './outcomes';
import { runForEach } from './selection';

interface Props {
  /** Images of the list that can be selected. */
  shown: readonly ImageKey[];
  chosen: readonly ImageKey[];
  /** How many images match the filter. */
  matching: number;
  /** The filter of the list. */
  query: Record<string, string>;
  onSelect: (images: readonly ImageKey[]) => void;
  onDeleted: () => void;
}

const outcomeOf = ({ outcome, status }: ExecutionSummary): string => outcome ?? status.toLowerCase();

/** What can be selected at once, and what can be done with the selected images after one confirmation that says how many. */
export function SelectionBar({ shown, chosen, matching, query, onSelect, onDeleted }: Props) {
  const { api } = useServices();
  const [asked, setAsked] = useState<{ action: BulkAction; images: readonly ImageKey[] } | null>(null);
  const [listed, setListed] = useState<number | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [result, setResult] = useState<{ action: BulkAction; done: number; names: readonly string[] } | null>(null);
  const started = useRef<string[]>([]);
  // Ends are noted from before the first request on: an execution can end before the response arrives that names it.
  const ended = useRef<Map<string, string> | null>(null);
  const [, setVersion] = useState(0);
  const show = useThrottled(250, () => setVersion((version) => version + 1));
  const note = (execution: ExecutionSummary): void => {
    if (ended.current !== null && execution.status !== 'RUNNING') {
      ended.current.set(execution.name, outcomeOf(execution));
      show();
    }
  };
  useLive('execution', note, []);
  useLive('reset', () => {
    const pending = started.current.filter((name) => ended.current?.has(name) !== true);
    void runForEach(pending, async (name) => note(await api.execution(name)), show);
  }, []);

  const listing = useRef(0);
  const stopListing = (): void => {
    listing.current++;
    setListed(null);
  };
  useEffect(() => stopListing, [JSON.stringify(query)]);
  const selectMatching = (): void => {
    const request = ++listing.current;
    const isStopped = (): boolean => request !== listing.current;
    setListed(0);
    setFault(null);
    listKeys(api, query, (count) => isStopped() || setListed(count), isStopped).then(
      (keys) => {
        if (!isStopped()) {
          setListed(null);
          onSelect(keys.filter(({ status }) => status !== 'deleted'));
        }
      },
      (error: unknown) => {
        if (!isStopped()) {
          setListed(null);
          setFault(messageOf(error));
        }
      },
    );
  };
  const begin = (): void => {
    started.current = [];
    ended.current = new Map();
    setResult(null);
  };
  const run = async (action: BulkAction, image: ImageKey): Promise<void> => {
    const name = await runAction(api, action, image);
    if (name !== null) {
      started.current.push(name);
    }
  };
  const end = (action: BulkAction, done: number, others: readonly string[]): void => {
    const left = new Set(others);
    setResult(done === 0 ? null : { action, done, names: started.current });
    onSelect(chosen.filter(({ key }) => left.has(key)));
    if (action === 'delete') {
      onDeleted();
    }
  };

  const chosenKeys = new Set(chosen.map(({ key }) => key));
  const isAllShown = shown.length > 0 && shown.every(({ key }) => chosenKeys.has(key));
  const tally = result === null ? null : tallyOf(result.names, ended.current ?? new Map());
  return (
    <>
      {(shown.length > 0 || chosen.length > 0) && (
        <div class={chosen.length === 0 ? 'selection idle' : 'selection'} role="group" aria-label="Selection" data-testid="selection">
          <button type="button" class="button slim" onClick={() => onSelect(isAllShown ? [] : shown)} data-testid="select-all">
            {isAllShown ? 'Select none' : `Select all ${formatCount(shown.length)} shown`}
          </button>
          {matching > shown.length && chosen.length < matching && listed === null && (
            <button type="button" class="button slim" onClick={selectMatching} data-testid="select-matching">Select all {formatCount(matching)} that match</button>
          )}
          {listed !== null && (
            <>
              <span role="status">{formatCount(listed)} listed</span>
              <button type="button" class="button slim" onClick={stopListing}>Cancel</button>
            </>
          )}
          {chosen.length > 0 && (
            <>
              <span role="status">{plural(chosen.length, 'image')} selected</span>
              {actions.map((action) => {
                const images = chosen.filter(fitting[action]);
                return images.length > 0 && (
                  <button
                    key={action} type="button" class={action === 'delete' ? 'button slim danger' : 'button slim'} data-testid={`${action}-selected`}
                    onClick={() => setAsked({ action, images })}
                  >
                    {action === 'process' ? 'Process again…' : action === 'delete' ? 'Delete…' : `${bulkText.redrive.button(images.length)}…`}
                  </button>
                );
              })}
              {!isAllShown && <button type="button" class="button slim" onClick={() => onSelect([])} data-testid="clear-selection">Clear selection</button>}
            </>
          )}
        </div>
      )}
      {fault !== null && <Notice tone="bad" title="Could not list the images">{fault}</Notice>}
      {result !== null && tally !== null && (
        <Notice tone={tally.pending > 0 && result.action !== 'delete' ? 'busy' : tally.hasFaults ? 'warn' : 'good'} title={bulkText[result.action].done(result.done)} testId="bulk-result">
          {result.action !== 'delete' && (
            <p data-testid="bulk-outcomes">
              {[tally.text, ...(tally.pending > 0 ? [`${formatCount(tally.pending)} in progress`] : [])].filter((part) => part !== '').join(', ')}
              {tally.pending === 0 && /unchanged/.test(tally.text) && '. Unchanged images have all their renditions already, so nothing was made.'}
            </p>
          )}
        </Notice>
      )}
      {asked !== null && (
        <BulkDialog
          action={asked.action} images={asked.images} run={(image) => run(asked.action, image)} onBegin={begin}
          onEnd={(done, others) => end(asked.action, done, others)} onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

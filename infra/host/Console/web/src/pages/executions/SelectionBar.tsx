import { useState } from 'preact/hooks';
import type { ExecutionSummary } from '../../api/types';
import { useServices } from '../../app/services';
import { Dialog } from '../../components/Dialog';
import { formatCount, plural } from '../../components/format';
import { Notice } from '../../components/Notice';
import { bulkText, fitting, runAction, runAll, type BulkAction, type Fault } from './bulk';

interface Props {
  selected: readonly ExecutionSummary[];
  onClear: () => void;
}

interface Asked {
  action: BulkAction;
  names: readonly string[];
}

const actions: readonly BulkAction[] = ['redrive', 'stop', 'again'];

/** What can be done with the selected executions, after one confirmation that says how many. */
export function SelectionBar({ selected, onClear }: Props) {
  const { api } = useServices();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const [result, setResult] = useState<{ count: number; faults: Fault[] } | null>(null);
  const confirm = ({ action, names }: Asked): void => {
    setDone(0);
    void runAll(names, (name) => runAction(api, action, name), setDone).then((faults) => {
      setResult({ count: names.length - faults.length, faults });
      setDone(null);
      setAsked(null);
      onClear();
    });
  };
  return (
    <>
      {selected.length > 0 && (
        <div class="selection" role="group" aria-label="Selected executions" data-testid="selection">
          <strong>{formatCount(selected.length)} selected</strong>
          {actions.map((action) => {
            const names = selected.filter(fitting[action]).map(({ name }) => name);
            return names.length > 0 && (
              <button
                key={action} type="button" class={action === 'stop' ? 'button slim danger' : 'button slim'} data-testid={`bulk-${action}`}
                onClick={() => { setResult(null); setAsked({ action, names }); }}
              >
                {bulkText[action].button(names.length)}…
              </button>
            );
          })}
          <button type="button" class="button slim" onClick={onClear}>Clear selection</button>
        </div>
      )}
      {result !== null && (
        <Notice tone={result.faults.length === 0 ? 'good' : 'bad'} title={`Done for ${plural(result.count, 'execution')}${result.faults.length === 0 ? '' : `, failed for ${formatCount(result.faults.length)}`}`} testId="bulk-result">
          {result.faults.slice(0, 20).map(({ name, message }) => <p key={name}><span class="mono">{name}</span>: {message}</p>)}
        </Notice>
      )}
      {asked !== null && (
        <Dialog title={bulkText[asked.action].title(asked.names.length)} small onClose={() => done === null && setAsked(null)}>
          <p>{bulkText[asked.action].explanation}</p>
          {done !== null && (
            <p role="status" data-testid="bulk-progress">
              <progress value={done} max={asked.names.length} aria-label="Progress" /> {bulkText[asked.action].doing}: {formatCount(done)} of {formatCount(asked.names.length)}
            </p>
          )}
          <div class="dialog-actions">
            <button type="button" class="button" disabled={done !== null} onClick={() => setAsked(null)}>Cancel</button>
            <button type="button" class={asked.action === 'stop' ? 'button danger' : 'button primary'} disabled={done !== null} onClick={() => confirm(asked)} data-testid="confirm">
              {bulkText[asked.action].button(asked.names.length)}
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}

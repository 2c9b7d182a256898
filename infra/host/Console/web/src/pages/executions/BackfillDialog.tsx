import { useState } from 'preact/hooks';
import { executionId, executionLink } from '../../app/router';
import { useServices } from '../../app/services';
import { Dialog } from '../../components/Dialog';
import { formatBytes, plural } from '../../components/format';
import { messageOf, useDebounced, useLoaded } from '../../components/hooks';
import { Notice } from '../../components/Notice';

const announcements = { summary: 'One message at the end', none: 'None', each: 'One for each image' };

/** Counts what a backfill would process, and starts it. */
export function BackfillDialog({ onClose }: { onClose: () => void }) {
  const { api } = useServices();
  const [prefix, setPrefix] = useState('');
  const [counted, setCounted] = useState('');
  const [concurrency, setConcurrency] = useState('');
  const [announced, setAnnounced] = useState('summary');
  const [refresh, setRefresh] = useState<'none' | 'description'>('none');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const count = useDebounced(250, setCounted);
  const plan = useLoaded(() => api.backfillPlan(counted), [counted]);
  const isCounting = plan.loading || counted !== prefix;
  const images = isCounting ? null : plan.value?.images ?? null;
  const start = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    const input = { prefix, announcements: announced, ...(refresh === 'none' ? {} : { refresh }), ...(concurrency === '' ? {} : { maxConcurrency: Number(concurrency) }) };
    api.start(input, 'backfill').then(
      (started) => { location.hash = executionLink(executionId(started.executionArn)); },
      (problem: unknown) => {
        setBusy(false);
        setFault(messageOf(problem));
      },
    );
  };
  return (
    <Dialog title="Backfill" small onClose={onClose}>
      <form class="stack" onSubmit={start}>
        {plan.value?.model != null && (
          <div class="field">
            <label for="backfill-refresh">What to do</label>
            <select id="backfill-refresh" class="select" value={refresh} onChange={({ currentTarget }) => setRefresh(currentTarget.value === 'description' ? 'description' : 'none')} data-testid="backfill-refresh">
              <option value="none">Make renditions</option>
              <option value="description">Describe images</option>
            </select>
          </div>
        )}
        <p class="muted" data-testid="backfill-meaning">
          {refresh === 'none' || plan.value === null
            ? 'Processes originals again with the rendition set as it is now. Those whose renditions are current stay unchanged.'
            : `Asks ${plan.value.model} about images that it has not described, and makes no renditions. ${plan.value.dailyImages === null ? '' : `It is asked about at most ${plural(plan.value.dailyImages, 'image')} a day. What is beyond that stays unchanged; start the same backfill again later.`}`}
        </p>
        <div class="field">
          <label for="backfill-prefix">Keys that begin with</label>
          <input
            id="backfill-prefix" class="input" type="text" spellcheck={false} placeholder="all keys" value={prefix} data-testid="backfill-prefix"
            onInput={({ currentTarget: { value } }) => { setPrefix(value); count(value); }}
          />
        </div>
        <div class="field">
          <label for="backfill-concurrency">Images at once, at most</label>
          <input
            id="backfill-concurrency" class="input" type="number" min={1} max={10000} value={concurrency} placeholder={String(plan.value?.defaultConcurrency ?? '')}
            onInput={({ currentTarget }) => setConcurrency(currentTarget.value)} data-testid="backfill-concurrency"
          />
        </div>
        <div class="field">
          <label for="backfill-announcements">Announcements</label>
          <select id="backfill-announcements" class="select" value={announced} onChange={({ currentTarget }) => setAnnounced(currentTarget.value)}>
            {Object.entries(announcements).map(([value, text]) => <option key={value} value={value}>{text}</option>)}
          </select>
        </div>
        <p role="status" data-testid="backfill-plan">
          {images === null || plan.value === null ? 'Counting…' : <><strong>{plural(images, 'image')}</strong>, {formatBytes(plan.value.bytes)}{plan.value.skipped > 0 && `; ${plural(plan.value.skipped, 'other object')} skipped`}</>}
        </p>
        {(fault ?? plan.error) !== null && <Notice tone="bad" title={fault === null ? 'Could not count the images' : 'Could not start the backfill'}>{fault ?? plan.error}</Notice>}
        <div class="dialog-actions">
          <button type="button" class="button" onClick={onClose}>Cancel</button>
          <button type="submit" class="button primary" disabled={busy || images === null || images === 0} data-testid="start-backfill">{images === null ? 'Start' : `Start for ${plural(images, 'image')}`}</button>
        </div>
      </form>
    </Dialog>
  );
}

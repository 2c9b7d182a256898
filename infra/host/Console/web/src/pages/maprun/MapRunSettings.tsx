import { useState } from 'preact/hooks';
import type { MapRun } from '../../api/types';
import { useServices } from '../../app/services';
import { messageOf } from '../../components/hooks';
import { Notice } from '../../components/Notice';

/** What can be changed while a Map Run runs. An empty field stays as it is. */
export function MapRunSettings({ id, run, onChange }: { id: string; run: MapRun; onChange: () => void }) {
  const { api } = useServices();
  const [fault, setFault] = useState<string | null>(null);
  const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = run;
  if (run.status !== 'RUNNING') {
    return (
      <dl class="facts">
        <div><dt>Max concurrency</dt><dd>{maxConcurrency === 0 ? 'no limit' : maxConcurrency}</dd></div>
        <div><dt>Tolerated failures</dt><dd>{toleratedFailureCount ?? '–'}</dd></div>
        <div><dt>Tolerated percentage</dt><dd>{toleratedFailurePercentage === null ? '–' : `${toleratedFailurePercentage} %`}</dd></div>
      </dl>
    );
  }

  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const number = (name: string): number | null => (fields.get(name) === '' ? null : Number(fields.get(name)));
    api.updateMapRun(id, {
      maxConcurrency: number('concurrency'), toleratedFailureCount: number('count'), toleratedFailurePercentage: number('percentage'),
    }).then(() => {
      setFault(null);
      onChange();
    }, (problem: unknown) => setFault(messageOf(problem)));
  };
  return (
    <form class="map-run-settings" onSubmit={save} data-testid="map-run-settings">
      <label>Max concurrency <input class="input" type="number" name="concurrency" min="0" step="1" defaultValue={String(maxConcurrency)} /></label>
      <label>Tolerated failures <input class="input" type="number" name="count" min="0" step="1" defaultValue={toleratedFailureCount === null ? '' : String(toleratedFailureCount)} /></label>
      <label>Tolerated percentage <input class="input" type="number" name="percentage" min="0" max="100" step="any" defaultValue={toleratedFailurePercentage === null ? '' : String(toleratedFailurePercentage)} /></label>
      <button type="submit" class="button">Change</button>
      {fault !== null && <Notice tone="bad" title="The settings did not change">{fault}</Notice>}
    </form>
  );
}

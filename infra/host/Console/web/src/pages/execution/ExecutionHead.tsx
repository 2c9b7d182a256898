import { useState } from 'preact/hooks';
import type { Execution } from '../../api/types';
import { executionLink, imageLink, keyOf } from '../../app/router';
import { useServices } from '../../app/services';
import { Badge } from '../../components/Badge';
import { formatDuration } from '../../components/format';
import { messageOf, useNow } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { executionLook } from '../../components/status';
import { Moment } from '../../components/Time';
import { causeMessage } from '../../trace/events';
import { StartDialog } from './StartDialog';

export function ExecutionHead({ execution, onChange }: { execution: Execution; onChange: () => void }) {
  const { api } = useServices();
  const { name, imageId, status, startTime, durationMs, redriveCount, redriveTime, error, cause } = execution;
  const running = status === 'RUNNING';
  const now = useNow(running ? 250 : 60_000);
  const [starting, setStarting] = useState(false);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const act = (action: () => Promise<unknown>): void => {
    setBusy(true);
    setFault(null);
    action().then(onChange, (problem: unknown) => setFault(messageOf(problem))).finally(() => setBusy(false));
  };
  // Where it ended in a Fail state, a new execution tries again.
  const redrive = async (): Promise<void> => {
    const renewed = await api.redrive(name);
    if (renewed.name !== name) {
      location.hash = executionLink(renewed.name);
    }
  };
  return (
    <>
      <PageHead
        title={imageId === null ? name : keyOf(imageId)} crumbs={<><a href="#/executions">Executions</a> / <span class="mono">{name}</span></>}
        badge={<Badge look={executionLook[status]} testId="execution-status" />}
      >
        {running && <button type="button" class="button danger" disabled={busy} onClick={() => act(() => api.stop(name))} data-testid="stop">Stop</button>}
        {!running && status !== 'SUCCEEDED' && (
          <button type="button" class="button primary" disabled={busy} onClick={() => act(redrive)} data-testid="redrive">Redrive</button>
        )}
        <button type="button" class="button" onClick={() => setStarting(true)} data-testid="start-again">Start again…</button>
      </PageHead>
      {fault !== null && <Notice tone="bad" title="That did not work" testId="action-error">{fault}</Notice>}
      {error !== null && <Notice tone={status === 'ABORTED' ? 'idle' : 'bad'} title={error} testId="execution-error">{causeMessage(cause)}</Notice>}
      <dl class="facts">
        <div><dt>Started</dt><dd><Moment time={startTime} /></dd></div>
        <div><dt>Duration</dt><dd data-testid="duration">{formatDuration(durationMs ?? Math.max(0, now - Date.parse(startTime)))}</dd></div>
        {imageId !== null && <div><dt>Image</dt><dd><a href={imageLink(keyOf(imageId))}>{imageId}</a></dd></div>}
        {redriveCount > 0 && <div><dt>Redriven</dt><dd>{redriveCount} ×{redriveTime !== null && <>, last <Moment time={redriveTime} /></>}</dd></div>}
      </dl>
      {starting && (
        <StartDialog input={execution.input} onClose={() => setStarting(false)} onStarted={(started) => { location.hash = executionLink(started.name); }} />
      )}
    </>
  );
}

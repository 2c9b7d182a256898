import { useState } from 'preact/hooks';
import type { Execution, MapRun } from '../../api/types';
import { executionId, executionLink, imageLink, keyOf } from '../../app/router';
import { useServices } from '../../app/services';
import { Confirm } from '../../components/Confirm';
import { formatKnown, runningTime, waitingTime } from '../../components/durations';
import { messageOf, useNow } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { OutcomeBadges } from '../../components/OutcomeBadges';
import { PageHeader } from '../../components/PageHeader';
import { Timestamp } from '../../components/Time';
import { causeMessage } from '../../trace/events';
import { MapRunLinks, parentMapRun } from '../maprun/MapRunLinks';
import { StartDialog } from './StartDialog';

interface Props {
  execution: Execution;
  /** Whether a redrive starts a new execution, because this one ended in a Fail state. */
  restarts: boolean;
  mapRuns: readonly MapRun[];
  onChange: () => void;
}

export function ExecutionHeader({ execution, restarts, mapRuns, onChange }: Props) {
  const { api } = useServices();
  const { name, imageId, status, outcome, reason, startDate, redriveCount, redriveDate, error, cause } = execution;
  const id = executionId(execution.executionArn);
  // The Map Run starts, stops and redrives its child executions.
  const isChild = parentMapRun(execution.executionArn) !== null;
  const running = status === 'RUNNING';
  const now = useNow(running ? 250 : 60_000);
  const [starting, setStarting] = useState(false);
  const [asking, setAsking] = useState<'stop' | 'restart' | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const run = (action: () => Promise<unknown>): void => {
    setBusy(true);
    setFault(null);
    action().then(onChange, (problem: unknown) => setFault(messageOf(problem))).finally(() => setBusy(false));
  };
  // An execution that ended in a Fail state cannot be redriven, so the host starts a new one.
  const redrive = async (): Promise<void> => {
    const restarted = await api.redrive(id);
    if (restarted.name !== name) {
      location.hash = executionLink(executionId(restarted.executionArn));
    }
  };
  return (
    <>
      <PageHeader
        title={imageId === null ? name : keyOf(imageId)} tabTitle={imageId === null ? `Execution ${name}` : `${keyOf(imageId)} – execution ${name.slice(0, 8)}`}
        breadcrumbs={<><a href="#/executions">Executions</a> / <span class="mono">{name}</span></>}
        badge={<OutcomeBadges execution={execution} />}
      >
        {running && !isChild && <button type="button" class="button danger" disabled={busy} onClick={() => setAsking('stop')} data-testid="stop">Stop…</button>}
        {!running && !isChild && status !== 'SUCCEEDED' && (
          <button type="button" class="button primary" disabled={busy} onClick={() => (restarts ? setAsking('restart') : run(redrive))} data-testid="redrive">
            {restarts ? 'Redrive…' : 'Redrive'}
          </button>
        )}
        {!isChild && <button type="button" class="button" onClick={() => setStarting(true)} data-testid="start-again">Start again…</button>}
      </PageHeader>
      {fault !== null && <Notice tone="bad" title="The action failed" testId="action-error">{fault}</Notice>}
      {(outcome === 'rejected' || outcome === 'quarantined') && reason !== null && <Notice tone="warn" title={reason.code} testId="execution-reason">{reason.message}</Notice>}
      {error !== null && <Notice tone={status === 'ABORTED' ? 'idle' : 'bad'} title={error} testId="execution-error">{causeMessage(cause)}</Notice>}
      <dl class="facts">
        <div><dt>Started</dt><dd><Timestamp time={startDate} /></dd></div>
        <div><dt>Duration</dt><dd data-testid="duration">{formatKnown(runningTime(execution, now))}</dd></div>
        <div><dt>Waited</dt><dd data-testid="waited">{formatKnown(waitingTime(execution, now))}</dd></div>
        {imageId !== null && <div><dt>Image</dt><dd><a href={imageLink(keyOf(imageId))}>{imageId}</a></dd></div>}
        <MapRunLinks execution={execution} runs={mapRuns} />
        {redriveCount > 0 && <div><dt>Redriven</dt><dd>{redriveCount} ×{redriveDate !== null && <>, last <Timestamp time={redriveDate} /></>}</dd></div>}
      </dl>
      {asking === 'stop' && (
        <Confirm title="Stop this execution?" action="Stop" onConfirm={() => api.stop(id).then(onChange)} onClose={() => setAsking(null)}>
          <p>Its status becomes Aborted. What it has done so far stays, and you can redrive it later.</p>
        </Confirm>
      )}
      {asking === 'restart' && (
        <Confirm title="Start a new execution?" action="Start a new execution" isDangerous={false} onConfirm={redrive} onClose={() => setAsking(null)}>
          <p>This execution ended in its Fail state, after its failure was recorded, so it cannot continue. A new execution starts with the same input.</p>
        </Confirm>
      )}
      {starting && (
        <StartDialog input={execution.input} stateMachine={execution.stateMachineArn.split(':')[6] ?? null} onClose={() => setStarting(false)} onStarted={(started) => { location.hash = executionLink(executionId(started.executionArn)); }} />
      )}
    </>
  );
}

import { useEffect } from 'preact/hooks';
import type { Percentiles } from '../../api/types';
import { useServices, useLive } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { formatBytes, formatCount, formatDuration } from '../../components/format';
import { useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { Timestamp } from '../../components/Time';
import { Outcomes } from './Outcomes';
import { SavedQueries } from './SavedQueries';
import { StateTable } from './StateTable';
import { Throughput } from './Throughput';

export function NumbersPage() {
  const { api } = useServices();
  const numbers = useLoaded(api.numbers, []);
  const refresh = useThrottled(2000, numbers.reload);
  useLive('execution', refresh, [refresh]);
  useLive('reset', refresh, [refresh]);
  useEffect(() => {
    // The last hour moves on even when nothing happens.
    const timer = setInterval(numbers.reload, 30_000);
    return () => clearInterval(timer);
  }, [numbers.reload]);
  if (numbers.value === null) {
    return numbers.error === null ? <div class="page" aria-busy="true" /> : <EmptyState title="Could not load the numbers" level="h1">{numbers.error}</EmptyState>;
  }

  const { since, throughput, states, executions, waits, outcomes } = numbers.value;
  const endedInLastHour = throughput.reduce((sum, { ended }) => sum + ended, 0);
  const bytes = throughput.reduce((sum, minute) => sum + minute.bytes, 0);
  return (
    <div class="page">
      <PageHeader title="Numbers" lead={<>Since the first execution on <Timestamp time={since} />, also across restarts.</>}>
        <a class="button" href="/metrics" target="_blank" rel="noopener">Metrics (Prometheus)</a>
        <a class="button" href="/openapi.json" target="_blank" rel="noopener">API (OpenAPI)</a>
      </PageHeader>
      {numbers.error !== null && <Notice tone="bad" title="Could not refresh the numbers">{numbers.error}</Notice>}
      <dl class="figures" data-testid="figures">
        <Figure name="Executions in the last hour" value={formatCount(endedInLastHour)} />
        <Figure name="Bytes in the last hour" value={formatBytes(bytes)} />
        <Figure name="Median run" value={durationOf(executions, executions.p50Ms)} />
        <Figure name="95th percentile" value={durationOf(executions, executions.p95Ms)} />
        <Figure name="99th percentile" value={durationOf(executions, executions.p99Ms)} />
        <Figure name="Longest" value={durationOf(executions, executions.maxMs)} />
        <Figure name="Median wait for a turn" value={durationOf(waits, waits.p50Ms)} />
        <Figure name="Longest wait" value={durationOf(waits, waits.maxMs)} />
      </dl>
      <Throughput minutes={throughput} />
      <div class="numbers-grid">
        <StateTable states={states} />
        <Outcomes outcomes={outcomes} />
      </div>
      <SavedQueries />
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return <div class="panel"><dt>{name}</dt><dd>{value}</dd></div>;
}

/** A dash while there is nothing to measure. */
const durationOf = ({ count }: Percentiles, milliseconds: number): string => (count === 0 ? '–' : formatDuration(milliseconds));

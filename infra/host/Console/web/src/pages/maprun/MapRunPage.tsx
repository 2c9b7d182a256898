import { useEffect } from 'preact/hooks';
import type { MapChildPage } from '../../api/types';
import { executionId, executionLink, executionName, replaceQuery } from '../../app/router';
import { useServices } from '../../app/services';
import { Badge } from '../../components/Badge';
import { EmptyState } from '../../components/EmptyState';
import { formatCount, formatDuration } from '../../components/format';
import { useLoaded, useNow } from '../../components/hooks';
import { LoadMore } from '../../components/LoadMore';
import { PageHeader } from '../../components/PageHeader';
import { executionAppearance } from '../../components/status';
import { Timestamp } from '../../components/Time';
import { usePages } from '../../components/usePages';
import { ChildTable } from './ChildTable';
import { countsOf, statuses } from './counts';
import { MapRunSettings } from './MapRunSettings';

const refreshMs = 1500;

/** A Map Run: progress, settings and child executions. It reads them again and again while the Map Run runs. */
export function MapRunPage({ id, query }: { id: string; query: URLSearchParams }) {
  const { api } = useServices();
  const status = query.get('status') ?? '';
  const run = useLoaded(() => api.mapRun(id), [id]);
  const children = usePages<MapChildPage>(
    (before) => api.mapChildren(id, { status, continuation: before?.continuation }),
    (before, next) => ({ ...next, executions: [...before.executions, ...next.executions] }), [id, status],
  );
  const running = run.value?.status === 'RUNNING';
  const now = useNow(running ? 1000 : 60_000);
  useEffect(() => {
    const timer = running ? setInterval(run.reload, refreshMs) : undefined;
    return () => clearInterval(timer);
  }, [running, run.reload]);
  const started = run.value === null ? 0 : Object.values(run.value.executionCounts).reduce((sum, count) => sum + count, 0);
  const isFirstPage = (children.value?.executions.length ?? 0) <= 50;
  useEffect(() => {
    if (isFirstPage) {
      children.reload();
    }
  }, [started, run.value?.executionCounts['SUCCEEDED'], run.value?.status, isFirstPage]);
  if (run.value === null) {
    return run.error === null
      ? <div class="page" aria-busy="true" />
      : <EmptyState title="Map Run not found" level="h1">{run.error} <a href="#/executions">All executions</a></EmptyState>;
  }

  const { value } = run;
  const parent = executionId(value.executionArn);
  const counts = countsOf(value.itemCounts);
  return (
    <div class="page" data-testid="map-run-page" data-status={value.status}>
      <PageHeader
        title={`Map Run of ${value.state}`} tabTitle={`Map Run of ${value.state} – ${executionName(value.executionArn)}`} badge={<Badge appearance={executionAppearance[value.status]} testId="map-run-status" />}
        breadcrumbs={<><a href="#/executions">Executions</a> / <a href={executionLink(parent)}>{executionName(value.executionArn)}</a> / <span>{value.state}</span></>}
      />
      <section class="panel map-run" aria-label="Progress">
        <div class="map-run-bar" role="img" aria-label={counts.map(({ text, count }) => `${text} ${formatCount(count)}`).join(', ')} data-testid="map-run-bar">
          {counts.map((each) => <span key={each.status} data-tone={each.status === 'PENDING' ? 'none' : each.tone} style={{ width: `${each.percent}%` }} />)}
        </div>
        <dl class="facts">
          {counts.map(({ status: name, text, count }) => <div key={name}><dt>{text}</dt><dd data-testid={`count-${name}`}>{formatCount(count)}</dd></div>)}
          <div><dt>Items</dt><dd>{value.total === null ? 'being read' : formatCount(value.total)}</dd></div>
          <div><dt>Rate</dt><dd>{value.itemsPerSecond === null ? '–' : `${value.itemsPerSecond.toFixed(1)} a second`}</dd></div>
          {running && <div><dt>Time left</dt><dd>{value.secondsLeft === null ? '–' : formatDuration(value.secondsLeft * 1000)}</dd></div>}
          <div><dt>Started</dt><dd><Timestamp time={value.startDate} /></dd></div>
          <div><dt>Duration</dt><dd>{formatDuration((value.stopDate === null ? now : Date.parse(value.stopDate)) - Date.parse(value.startDate))}</dd></div>
          {value.redriveCount > 0 && <div><dt>Redriven</dt><dd>{value.redriveCount} ×</dd></div>}
        </dl>
        <MapRunSettings id={id} run={value} onChange={run.reload} />
      </section>
      <section class="panel" aria-label="Child executions">
        <label class="map-run-filter">
          Status{' '}
          <select class="input" value={status} onChange={(event) => replaceQuery({ status: event.currentTarget.value })} data-testid="child-status">
            <option value="">All</option>
            {statuses.map((each) => <option key={each.status} value={each.status}>{each.text}</option>)}
          </select>
        </label>
        {children.value === null || children.value.executions.length === 0
          ? <EmptyState title={children.error ?? 'No child executions'} />
          : <ChildTable executions={children.value.executions} now={now} />}
        <LoadMore pages={children} hasMore={children.value?.continuation != null} />
      </section>
    </div>
  );
}

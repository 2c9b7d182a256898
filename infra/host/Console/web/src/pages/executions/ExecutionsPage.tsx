import { useRef } from 'preact/hooks';
import type { ExecutionPage as Page, ExecutionStatus, ExecutionSummary } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { useDebounced, useLoaded, useThrottled } from '../../components/hooks';
import { LoadMore } from '../../components/LoadMore';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { executionAppearance } from '../../components/status';
import { usePages } from '../../components/usePages';
import { ExecutionFilters } from './ExecutionFilters';
import { ExecutionTable } from './ExecutionTable';
import { appendPage, keyQuery, maxRows, mergeUpdates, refreshFirstPage, type ExecutionFilter } from './list';

const pageSize = 50;

export function ExecutionsPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const given = query.get('status');
  const filter: ExecutionFilter = { status: given !== null && given in executionAppearance ? given as ExecutionStatus : null, key: query.get('key') ?? '' };
  const request = { status: filter.status, key: keyQuery(filter.key), limit: pageSize };
  const counts = useLoaded(api.status, []);
  const page = usePages<Page>(
    (before) => api.executions({ ...request, continuation: before?.continuation }),
    (before, next) => ({ executions: appendPage(before.executions, next.executions), continuation: next.continuation }),
    [filter.status, filter.key],
  );
  const setKey = useDebounced(250, (key: string) => replaceQuery({ key }));

  const pendingUpdates = useRef<ExecutionSummary[]>([]);
  const show = useThrottled(250, () => {
    const batch = pendingUpdates.current;
    pendingUpdates.current = [];
    page.set((value) => value && { ...value, executions: mergeUpdates(value.executions, batch, filter) });
  });
  const recount = useThrottled(1000, counts.reload);
  useLive('execution', (execution) => {
    pendingUpdates.current.push(execution);
    show();
    recount();
  });
  const requestKey = JSON.stringify(request);
  const latestRequestKey = useRef(requestKey);
  latestRequestKey.current = requestKey;
  useLive('reset', () => {
    recount();
    api.executions(request).then((first) => requestKey === latestRequestKey.current && page.set((value) => refreshFirstPage(value, first, filter)), page.reload);
  }, [page.reload]);

  const list = page.value?.executions ?? [];
  const continuation = page.value?.continuation ?? null;
  return (
    <div class="page">
      <PageHeader title="Executions" lead="One for every upload and deletion, newest first. The list updates live." />
      <ExecutionFilters filter={filter} counts={counts.value?.executions ?? null} onStatus={(status) => replaceQuery({ status: status ?? '' })} onKey={setKey} />
      {page.error !== null && <Notice tone="bad" title="Could not load the executions">{page.error}</Notice>}
      <section class="panel" aria-label="List of executions" aria-busy={page.loading}>
        {page.value !== null && list.length === 0
          ? filter.status === null && filter.key === ''
            ? <EmptyState title="No executions yet"><a href="#/upload">Upload an image</a> and follow its execution here.</EmptyState>
            : <EmptyState title="No matching executions">Try another status or another key prefix.</EmptyState>
          : <ExecutionTable executions={list} />}
        <LoadMore pages={page} hasMore={continuation !== null && list.length < maxRows} />
        {list.length >= maxRows && <p class="more muted small">Only the newest {maxRows} are shown. Filter by key or status to find older ones.</p>}
      </section>
    </div>
  );
}

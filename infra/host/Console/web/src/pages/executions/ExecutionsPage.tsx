import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExecutionPage as Page, ExecutionSummary } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { useLoaded, useThrottled } from '../../components/hooks';
import { LoadMore } from '../../components/LoadMore';
import { Notice } from '../../components/Notice';
import { PageHeader } from '../../components/PageHeader';
import { usePages } from '../../components/usePages';
import { BackfillDialog } from './BackfillDialog';
import { ExecutionFilters } from './ExecutionFilters';
import { ExecutionTable } from './ExecutionTable';
import { appendPage, defaultOrder, isFiltered, maxRows, mergeUpdates, readFilter, refreshFirstPage, toQuery, type Order, type Sort } from './list';
import { SelectionBar } from './SelectionBar';

const pageSize = 50;

export function ExecutionsPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const filter = readFilter(query);
  const request = { ...toQuery(filter), limit: pageSize };
  const requestKey = JSON.stringify(request);
  const counts = useLoaded(api.status, []);
  const page = usePages<Page>(
    (before) => api.executions({ ...request, continuation: before?.continuation }),
    (before, next) => ({ executions: appendPage(before.executions, next.executions), continuation: next.continuation }),
    [requestKey],
  );
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isBackfilling, setBackfilling] = useState(false);
  const clear = (): void => setSelected(new Set());
  useEffect(clear, [requestKey]);
  const select = (names: readonly string[], isSelected: boolean): void => setSelected((before) => {
    const after = new Set(before);
    names.forEach((name) => (isSelected ? after.add(name) : after.delete(name)));
    return after;
  });
  const sort = (by: Sort, order: Order): void => replaceQuery({ sort: by === 'start' ? '' : by, order: order === defaultOrder(by) ? '' : order });

  const pendingUpdates = useRef<ExecutionSummary[]>([]);
  const isLoaded = page.value !== null;
  const show = useThrottled(250, () => {
    if (!isLoaded) {
      // The list that is on its way may be older than the updates.
      return;
    }

    const batch = pendingUpdates.current;
    pendingUpdates.current = [];
    page.set((value) => value && { ...value, executions: mergeUpdates(value.executions, batch, filter) });
  });
  useEffect(show, [isLoaded]);
  const recount = useThrottled(1000, counts.reload);
  useLive('execution', (execution) => {
    pendingUpdates.current.push(execution);
    show();
    recount();
  });
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
      <PageHeader title="Executions" lead="One for every upload and deletion, with what became of the image. The list updates live.">
        {counts.value?.stateMachines.includes('backfill') === true && <button type="button" class="button" onClick={() => setBackfilling(true)} data-testid="backfill">Backfill…</button>}
      </PageHeader>
      {isBackfilling && <BackfillDialog onClose={() => setBackfilling(false)} />}
      <ExecutionFilters filter={filter} counts={counts.value} onChange={replaceQuery} />
      <SelectionBar selected={list.filter(({ name }) => selected.has(name))} onClear={clear} />
      {page.error !== null && <Notice tone="bad" title="Could not load the executions">{page.error}</Notice>}
      <section class="panel" aria-label="List of executions" aria-busy={page.loading}>
        {page.value !== null && list.length === 0
          ? !isFiltered(filter)
            ? <EmptyState title="No executions yet"><a href="#/upload">Upload an image</a> and follow its execution here.</EmptyState>
            : <EmptyState title="No matching executions">Try other words, other dates, or another outcome.</EmptyState>
          : <ExecutionTable executions={list} filter={filter} selected={selected} onSelect={select} onSort={sort} />}
        <LoadMore pages={page} hasMore={continuation !== null && list.length < maxRows} />
        {list.length >= maxRows && <p class="more muted small">Only {maxRows} are shown. Search or filter to find others.</p>}
      </section>
    </div>
  );
}

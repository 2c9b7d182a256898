import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExecutionStatus, ExecutionSummary } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { Empty } from '../../components/Empty';
import { messageOf, useDebounced, useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { executionLook } from '../../components/status';
import { ExecutionFilters } from './ExecutionFilters';
import { ExecutionTable } from './ExecutionTable';
import { joined, keyQuery, mostRows, withNews, type ExecutionFilter } from './list';

const pageSize = 50;

export function ExecutionsPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const given = query.get('status');
  const filter: ExecutionFilter = { status: given !== null && given in executionLook ? given as ExecutionStatus : null, key: query.get('key') ?? '' };
  const ask = { status: filter.status, key: keyQuery(filter.key), limit: pageSize };
  const counts = useLoaded(api.status, []);
  const page = useLoaded(() => api.executions(ask), [filter.status, filter.key]);
  const [more, setMore] = useState<{ loading: boolean; error: string | null }>({ loading: false, error: null });
  const setKey = useDebounced(250, (key: string) => replaceQuery({ key }));

  const news = useRef<ExecutionSummary[]>([]);
  const show = useThrottled(250, () => {
    const batch = news.current;
    news.current = [];
    page.set((value) => value && { ...value, executions: withNews(value.executions, batch, filter) });
  });
  const recount = useThrottled(1000, counts.reload);
  useLive('execution', (execution) => {
    news.current.push(execution);
    show();
    recount();
  });
  useLive('reset', () => {
    page.reload();
    recount();
  }, [page.reload]);
  useEffect(() => setMore({ loading: false, error: null }), [page.reload]);

  const list = page.value?.executions ?? [];
  const continuation = page.value?.continuation ?? null;
  const loadMore = (): void => {
    setMore({ loading: true, error: null });
    api.executions({ ...ask, continuation }).then(
      (next) => {
        page.set((value) => value && { executions: joined(value.executions, next.executions), continuation: next.continuation });
        setMore({ loading: false, error: null });
      },
      (error: unknown) => setMore({ loading: false, error: messageOf(error) }),
    );
  };
  return (
    <div class="page">
      <PageHead title="Executions" lead="One for every upload and deletion, newest first. The list is live." />
      <ExecutionFilters filter={filter} counts={counts.value?.executions ?? null} onStatus={(status) => replaceQuery({ status: status ?? '' })} onKey={setKey} />
      {page.error !== null && <Notice tone="bad" title="The executions could not be read">{page.error}</Notice>}
      <section class="panel" aria-label="List of executions" aria-busy={page.loading}>
        {page.value !== null && list.length === 0
          ? filter.status === null && filter.key === ''
            ? <Empty title="No executions yet"><a href="#/upload">Upload an image</a>, and watch what becomes of it.</Empty>
            : <Empty title="No execution matches">Try another status, or the beginning of another key.</Empty>
          : <ExecutionTable executions={list} />}
        {continuation !== null && list.length < mostRows && (
          <div class="more"><button type="button" class="button" disabled={more.loading} onClick={loadMore} data-testid="load-more">{more.loading ? 'Loading' : 'Load more'}</button></div>
        )}
        {list.length >= mostRows && <p class="more muted small">The newest {mostRows} are shown. Filter by key or status to find older ones.</p>}
        {more.error !== null && <Notice tone="bad" title="The next page could not be read">{more.error}</Notice>}
      </section>
    </div>
  );
}

import { useRef } from 'preact/hooks';
import type { ExecutionPage as Page, ExecutionStatus, ExecutionSummary } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { Empty } from '../../components/Empty';
import { useDebounced, useLoaded, useThrottled } from '../../components/hooks';
import { More } from '../../components/More';
import { Notice } from '../../components/Notice';
import { PageHead } from '../../components/PageHead';
import { executionLook } from '../../components/status';
import { usePages } from '../../components/usePages';
import { ExecutionFilters } from './ExecutionFilters';
import { ExecutionTable } from './ExecutionTable';
import { joined, keyQuery, mostRows, refreshed, withNews, type ExecutionFilter } from './list';

const pageSize = 50;

export function ExecutionsPage({ query }: { query: URLSearchParams }) {
  const { api } = useServices();
  const given = query.get('status');
  const filter: ExecutionFilter = { status: given !== null && given in executionLook ? given as ExecutionStatus : null, key: query.get('key') ?? '' };
  const ask = { status: filter.status, key: keyQuery(filter.key), limit: pageSize };
  const counts = useLoaded(api.status, []);
  const page = usePages<Page>(
    (before) => api.executions({ ...ask, continuation: before?.continuation }),
    (before, next) => ({ executions: joined(before.executions, next.executions), continuation: next.continuation }),
    [filter.status, filter.key],
  );
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
  const question = JSON.stringify(ask);
  const asked = useRef(question);
  asked.current = question;
  useLive('reset', () => {
    recount();
    api.executions(ask).then((first) => question === asked.current && page.set((value) => refreshed(value, first, filter)), page.reload);
  }, [page.reload]);

  const list = page.value?.executions ?? [];
  const continuation = page.value?.continuation ?? null;
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
        <More pages={page} there={continuation !== null && list.length < mostRows} />
        {list.length >= mostRows && <p class="more muted small">The newest {mostRows} are shown. Filter by key or status to find older ones.</p>}
      </section>
    </div>
  );
}

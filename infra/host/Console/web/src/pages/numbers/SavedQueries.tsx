import { useEffect, useRef, useState } from 'preact/hooks';
import type { SavedQuery } from '../../api/types';
import { replaceQuery, useRoute } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { CopyButton } from '../../components/CopyButton';
import { EmptyState } from '../../components/EmptyState';
import { Glyph } from '../../components/Glyph';
import { messageOf, useLoaded, useNow, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { Timestamp } from '../../components/Time';
import { ResultTable } from './ResultTable';

/** The results of the saved queries. They run when somebody asks: it takes a program of its own, and reads the whole catalogue. */
export function SavedQueries() {
  const { api } = useServices();
  const saved = useLoaded(api.savedQueries, []);
  const [error, setError] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const [startedAt, setStartedAt] = useState<number | null>(null);
  const chosen = useRoute()?.query.get('query') ?? '';
  const latest = saved.value?.latest ?? null;
  // Whether the results are still current is all that can change.
  const refresh = useThrottled(15_000, () => latest?.isCurrent === true && running.current === null && saved.reload());
  useLive('execution', refresh, [refresh]);
  useEffect(() => () => running.current?.abort(), []);
  if (saved.value === null || saved.value.queries.length === 0) {
    return saved.error === null ? null : <Notice tone="bad" title="Could not load the saved queries">{saved.error}</Notice>;
  }

  const { queries, obstacle } = saved.value;
  const query = queries.find(({ name }) => name === chosen) ?? queries[0]!;
  const result = latest?.results.find(({ name }) => name === query.name);
  const run = async (): Promise<void> => {
    const controller = new AbortController();
    running.current = controller;
    setStartedAt(Date.now());
    setError(null);
    try {
      const value = await api.runSavedQueries(controller.signal);
      saved.set(() => value);
    } catch (failure) {
      setError(controller.signal.aborted ? null : messageOf(failure));
    } finally {
      running.current = null;
      setStartedAt(null);
    }
  };
  return (
    <section class="panel" aria-label="Your images in SQL" data-testid="saved-queries">
      <div class="panel-head">
        <h2>Your images in SQL</h2>
        <div class="row">
          {latest !== null && (
            <p class="muted small" data-testid="latest">
              as of <Timestamp time={latest.ranAt} />{latest.isCurrent ? '' : '; the catalogue has changed since'}
            </p>
          )}
          {startedAt === null
            ? <button type="button" class="button slim" disabled={obstacle !== null || latest?.isCurrent === true} onClick={() => void run()} data-testid="run-queries">{latest === null ? 'Run saved queries' : 'Run again'}</button>
            : <button type="button" class="button slim" onClick={() => running.current?.abort()} data-testid="stop-queries">Stop</button>}
        </div>
      </div>
      <div class="panel-body stack">
        {obstacle !== null && <Notice tone="warn" title="Queries cannot run yet" testId="queries-obstacle">{obstacle}</Notice>}
        {error !== null && <Notice tone="bad" title="The queries failed" testId="queries-error">{error}</Notice>}
        {startedAt !== null && <Progress count={queries.length} startedAt={startedAt} />}
        <div class="field">
          <label for="saved-query">Query</label>
          <select class="select" id="saved-query" value={query.name} onChange={(event) => replaceQuery({ query: event.currentTarget.value })} data-testid="saved-query">
            {queries.map(({ name, title }) => <option key={name} value={name}>{title}</option>)}
          </select>
        </div>
      </div>
      {result !== undefined && <ResultTable result={result} query={query} />}
      {result === undefined && startedAt === null && obstacle === null && (
        <EmptyState title="Not run yet">Running them writes the catalogue as Parquet files to the data folder first, which takes a while if there are many images.</EmptyState>
      )}
      <Text query={query} />
    </section>
  );
}

function Progress({ count, startedAt }: { count: number; startedAt: number }) {
  const seconds = Math.max(0, Math.floor((useNow(1000) - startedAt) / 1000));
  return (
    <p class="row muted" role="status" data-testid="queries-running">
      <Glyph name="busy" /><span>Writing the catalogue as files and running {count} queries…</span><span class="numeric" aria-hidden="true">{seconds} s</span>
    </p>
  );
}

function Text({ query }: { query: SavedQuery }) {
  return (
    <details class="query-text" data-testid="query-text">
      <summary>SQL, and the same result in a terminal</summary>
      <div class="stack">
        <pre class="markup" tabIndex={0} role="group" aria-label="SQL of the query">{query.sql}</pre>
        <div class="command"><code tabIndex={0} role="group" aria-label="Command">{query.command}</code><CopyButton text={() => query.command} subject="command" /></div>
      </div>
    </details>
  );
}

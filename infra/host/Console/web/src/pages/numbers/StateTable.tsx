import type { StateNumbers } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { formatCount, formatDuration } from '../../components/format';

/** Percentiles of the durations of the most recent visits of each state. */
export function StateTable({ states }: { states: readonly StateNumbers[] }) {
  const longest = Math.max(1, ...states.map(({ p95Ms }) => p95Ms));
  return (
    <section class="panel" aria-label="Durations by state">
      <div class="panel-head"><h2>Durations by state</h2><p class="muted small">last 1,000 visits each</p></div>
      {states.length === 0 && <EmptyState title="No states visited yet" />}
      {states.length > 0 && (
        <div class="table-scroll" tabIndex={0} role="region" aria-label="Table of durations">
          <table class="table" data-testid="state-numbers">
            <thead>
              <tr>
                <th scope="col">State</th><th scope="col" class="number">Visits</th><th scope="col" class="number">Median</th><th scope="col" class="number">95 %</th>
                <th scope="col" class="number">99 %</th><th scope="col" class="number">Longest</th><th scope="col" class="number">Retries</th><th scope="col" class="number">Failures</th>
              </tr>
            </thead>
            <tbody>
              {states.map((state) => (
                <tr key={state.name}>
                  <td class="strong">
                    {state.name}
                    <span class="share" aria-hidden="true">
                      <span style={{ width: `${(state.p95Ms / longest) * 100}%` }} />
                      <span class="median" style={{ width: `${(state.p50Ms / longest) * 100}%` }} />
                    </span>
                  </td>
                  <td class="number">{formatCount(state.count)}</td>
                  <td class="number">{formatDuration(state.p50Ms)}</td>
                  <td class="number">{formatDuration(state.p95Ms)}</td>
                  <td class="number">{formatDuration(state.p99Ms)}</td>
                  <td class="number">{formatDuration(state.maxMs)}</td>
                  <td class={state.retries > 0 ? 'number warns' : 'number muted'}>{formatCount(state.retries)}</td>
                  <td class={state.failures > 0 ? 'number fails' : 'number muted'}>{formatCount(state.failures)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

import { useEffect, useRef } from 'preact/hooks';
import type { ExecutionStatus } from '../../api/types';
import { formatCount } from '../../components/format';
import { useDebounced } from '../../components/hooks';
import { executionAppearance, resultAppearance } from '../../components/status';
import { isFiltered, type ExecutionFilter } from './list';

interface Props {
  filter: ExecutionFilter;
  counts: { executions: Record<ExecutionStatus, number>; outcomes: Record<string, number>; stateMachines: readonly string[] } | null;
  onChange: (changes: Record<string, string>) => void;
}

const statuses = Object.keys(executionAppearance) as ExecutionStatus[];
const knownOutcomes = ['succeeded', 'rejected', 'unchanged', 'superseded', 'removed', 'failed'];
const cleared = { status: '', outcome: '', machine: '', key: '', q: '', from: '', to: '' };

export function ExecutionFilters({ filter, counts, onChange }: Props) {
  const total = counts === null ? null : statuses.reduce((sum, status) => sum + (counts.executions[status] ?? 0), 0);
  // Most hosts quarantine nothing.
  const others = Object.entries(counts?.outcomes ?? {})
    .filter(([outcome, count]) => !knownOutcomes.includes(outcome) && (outcome !== 'quarantined' || count > 0 || filter.outcome === outcome))
    .map(([outcome]) => outcome);
  // The address may name a state machine that this host no longer has. Its executions are still there.
  const machines = [...new Set([...(counts?.stateMachines ?? []), filter.machine])].filter((name) => name !== '');
  const search = useDebounced(250, (q: string) => onChange({ q }));
  return (
    <div class="stack">
      <div class="chips" role="group" aria-label="Outcome">
        <button type="button" class="chip" aria-pressed={filter.outcome === ''} onClick={() => onChange({ outcome: '' })}>
          All{total !== null && <span class="count">{formatCount(total)}</span>}
        </button>
        {[...knownOutcomes, ...others].map((outcome) => (
          <button key={outcome} type="button" class="chip" aria-pressed={filter.outcome === outcome} onClick={() => onChange({ outcome })} data-testid={`outcome-${outcome}`}>
            {resultAppearance(outcome).text}{counts !== null && <span class="count">{formatCount(counts.outcomes[outcome] ?? 0)}</span>}
          </button>
        ))}
      </div>
      <div class="filters execution-filters" role="group" aria-label="Search">
        <Input name="q" label="Key or execution contains" type="search" value={filter.q} onChange={search} />
        <Input name="from" label="From" type="date" value={filter.from} onChange={(from) => onChange({ from })} />
        <Input name="to" label="To" type="date" value={filter.to} onChange={(to) => onChange({ to })} />
        <div class="field">
          <label for="status">Status</label>
          <select id="status" class="select" value={filter.status ?? ''} onChange={(event) => onChange({ status: event.currentTarget.value })} data-testid="status">
            <option value="">any</option>
            {statuses.map((status) => (
              <option key={status} value={status}>{executionAppearance[status].text}{counts === null ? '' : ` (${formatCount(counts.executions[status] ?? 0)})`}</option>
            ))}
          </select>
        </div>
        {machines.length > 1 && (
          <div class="field">
            <label for="machine">State machine</label>
            <select id="machine" class="select" value={filter.machine} onChange={(event) => onChange({ machine: event.currentTarget.value })} data-testid="state-machine">
              <option value="">any</option>
              {machines.map((name) => <option key={name} value={name}>{name}</option>)}
            </select>
          </div>
        )}
        <div class="field narrow-only">
          <label for="sort">Sort by</label>
          <select
            id="sort" class="select" value={`${filter.sort} ${filter.order}`} data-testid="sort"
            onChange={(event) => { const [sort = '', order = ''] = event.currentTarget.value.split(' '); onChange({ sort, order }); }}
          >
            <option value="start desc">newest first</option>
            <option value="start asc">oldest first</option>
            <option value="duration desc">longest first</option>
            <option value="duration asc">shortest first</option>
            <option value="key asc">key A to Z</option>
            <option value="key desc">key Z to A</option>
          </select>
        </div>
        {filter.key !== '' && <button type="button" class="chip" onClick={() => onChange({ key: '' })} data-testid="key-prefix">Key begins with {filter.key} ×</button>}
        {isFiltered(filter) && <button type="button" class="button slim" onClick={() => onChange(cleared)} data-testid="clear-filters">Clear filters</button>}
      </div>
    </div>
  );
}

function Input({ name, label, type, value, onChange }: { name: string; label: string; type: 'date' | 'search'; value: string; onChange: (value: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The address can change without typing, for example by the Back button.
    if (input.current !== null && (document.activeElement !== input.current || value === '')) {
      input.current.value = value;
    }
  }, [value]);
  const change = (event: { currentTarget: HTMLInputElement }): void => onChange(event.currentTarget.value);
  return (
    <div class="field">
      <label for={`filter-${name}`}>{label}</label>
      {type === 'date'
        ? <input ref={input} id={`filter-${name}`} class="input" type="date" defaultValue={value} onInput={change} data-testid={`filter-${name}`} />
        : <input ref={input} id={`filter-${name}`} class="input" type="search" defaultValue={value} spellcheck={false} onInput={change} data-testid={`filter-${name}`} />}
    </div>
  );
}

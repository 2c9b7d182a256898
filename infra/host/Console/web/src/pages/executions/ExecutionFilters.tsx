import { useEffect, useRef } from 'preact/hooks';
import type { ExecutionStatus } from '../../api/types';
import { formatCount } from '../../components/format';
import { executionAppearance } from '../../components/status';
import type { ExecutionFilter } from './list';

interface Props {
  filter: ExecutionFilter;
  counts: Record<ExecutionStatus, number> | null;
  onStatus: (status: ExecutionStatus | null) => void;
  onKey: (key: string) => void;
}

const statuses = Object.keys(executionAppearance) as ExecutionStatus[];

export function ExecutionFilters({ filter, counts, onStatus, onKey }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // The address can change without typing, for example by the Back button.
    if (input.current !== null && document.activeElement !== input.current) {
      input.current.value = filter.key;
    }
  }, [filter.key]);
  const total = counts === null ? null : statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
  return (
    <div class="filters">
      <div class="chips" role="group" aria-label="Status">
        <button type="button" class="chip" aria-pressed={filter.status === null} onClick={() => onStatus(null)}>
          All{total !== null && <span class="count">{formatCount(total)}</span>}
        </button>
        {statuses.map((status) => (
          <button key={status} type="button" class="chip" aria-pressed={filter.status === status} onClick={() => onStatus(status)} data-testid={`status-${status}`}>
            {executionAppearance[status].text}{counts !== null && <span class="count">{formatCount(counts[status] ?? 0)}</span>}
          </button>
        ))}
      </div>
      <div class="field key-filter">
        <label class="visually-hidden" for="key-filter">Key begins with</label>
        <input
          ref={input} id="key-filter" class="input" type="search" placeholder="Key begins with…" defaultValue={filter.key} spellcheck={false}
          onInput={(event) => onKey(event.currentTarget.value)} data-testid="key-filter"
        />
      </div>
    </div>
  );
}

import type { ExecutionSummary } from '../../api/types';
import { executionId, executionLink, keyOf } from '../../app/router';
import { formatKnown, runningTime, waitingTime } from '../../components/durations';
import { useNow } from '../../components/hooks';
import { OutcomeBadges } from '../../components/OutcomeBadges';
import { RelativeTime } from '../../components/Time';
import { defaultOrder, type ExecutionFilter, type Order, type Sort } from './list';

interface Props {
  executions: readonly ExecutionSummary[];
  filter: ExecutionFilter;
  selected: ReadonlySet<string>;
  onSelect: (names: readonly string[], isSelected: boolean) => void;
  onSort: (sort: Sort, order: Order) => void;
}

/** The roles are explicit because a table loses them when CSS shows its rows as cards. */
export function ExecutionTable({ executions, filter, selected, onSelect, onSort }: Props) {
  const now = useNow(executions.some(({ status }) => status === 'RUNNING') ? 1000 : 10_000);
  const isAll = executions.length > 0 && executions.every(({ name }) => selected.has(name));
  return (
    <table class="table cards executions" role="table" data-testid="executions">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" class="tight check">
            <input
              type="checkbox" aria-label="Select all that are shown" checked={isAll} data-testid="select-all"
              onChange={() => onSelect(executions.map(({ name }) => name), !isAll)}
            />
          </th>
          <th role="columnheader" scope="col" class="tight">Outcome</th>
          <SortHeader sort="key" title="Image key" filter={filter} onSort={onSort} />
          <th role="columnheader" scope="col">Execution</th>
          <SortHeader sort="start" title="Started" filter={filter} onSort={onSort} />
          <th role="columnheader" scope="col" class="number">Waited</th>
          <SortHeader sort="duration" title="Duration" filter={filter} onSort={onSort} />
        </tr>
      </thead>
      <tbody role="rowgroup">
        {executions.map((execution) => <Row key={execution.name} execution={execution} now={now} isSelected={selected.has(execution.name)} onSelect={onSelect} />)}
      </tbody>
    </table>
  );
}

function SortHeader({ sort, title, filter, onSort }: { sort: Sort; title: string; filter: ExecutionFilter; onSort: Props['onSort'] }) {
  const isSorted = filter.sort === sort;
  const next = isSorted ? filter.order === 'asc' ? 'desc' : 'asc' : defaultOrder(sort);
  return (
    <th role="columnheader" scope="col" class={sort === 'key' ? '' : 'number'} aria-sort={isSorted ? filter.order === 'asc' ? 'ascending' : 'descending' : 'none'}>
      <button type="button" class="sort" onClick={() => onSort(sort, next)} data-testid={`sort-${sort}`}>
        {title}<span aria-hidden="true">{isSorted ? filter.order === 'asc' ? ' ↑' : ' ↓' : ''}</span>
      </button>
    </th>
  );
}

function Row({ execution, now, isSelected, onSelect }: { execution: ExecutionSummary; now: number; isSelected: boolean; onSelect: Props['onSelect'] }) {
  const { executionArn, name, imageId, status, outcome, reason, startDate, redriveCount, error } = execution;
  const machine = executionArn.split(':')[6] ?? '';
  const key = imageId === null ? machine === 'image-pipeline' ? 'no image' : machine : keyOf(imageId);
  const why = reason?.code ?? error;
  return (
    <tr role="row" class={isSelected ? 'selected' : undefined} data-testid="execution" data-name={name} data-status={status} data-outcome={outcome ?? ''}>
      <td role="cell" data-label="Select" class="tight check">
        <input type="checkbox" aria-label={`Select ${key}, ${name}`} checked={isSelected} onChange={() => onSelect([name], !isSelected)} data-testid="select" />
      </td>
      <td role="cell" data-label="Outcome" class="tight outcome-cell"><OutcomeBadges execution={execution} /></td>
      <td role="cell" data-label="Image key" class="key">
        <span>
          <a class="strong" href={executionLink(executionId(executionArn))}>{key}</a>
          {why !== null && <span class="muted small" title={reason?.message}> · {why}</span>}
        </span>
      </td>
      <td role="cell" data-label="Execution" class="tight name">
        <span class="mono muted small" title={name}>{name.length > 18 ? `${name.slice(0, 8)}…${name.slice(-4)}` : name}</span>
        {redriveCount > 0 && <span class="muted small"> · redriven {redriveCount} ×</span>}
      </td>
      <td role="cell" data-label="Started" class="number started"><RelativeTime time={startDate} now={now} /></td>
      <td role="cell" data-label="Waited" class="number muted waited" data-testid="waited">{formatKnown(waitingTime(execution, now))}</td>
      <td role="cell" data-label="Duration" class="number ran" data-testid="ran">{formatKnown(runningTime(execution, now))}</td>
    </tr>
  );
}

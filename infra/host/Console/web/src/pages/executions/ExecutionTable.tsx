import type { ExecutionSummary } from '../../api/types';
import { executionLink, keyOf } from '../../app/router';
import { Badge } from '../../components/Badge';
import { formatDuration } from '../../components/format';
import { useNow } from '../../components/hooks';
import { executionAppearance } from '../../components/status';
import { RelativeTime } from '../../components/Time';

/** The roles are explicit because a table loses them when CSS shows its rows as cards. */
export function ExecutionTable({ executions }: { executions: readonly ExecutionSummary[] }) {
  const now = useNow(executions.some(({ status }) => status === 'RUNNING') ? 1000 : 10_000);
  return (
    <table class="table cards executions" role="table" data-testid="executions">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" class="tight">Status</th>
          <th role="columnheader" scope="col">Image key</th>
          <th role="columnheader" scope="col">Execution</th>
          <th role="columnheader" scope="col" class="number">Started</th>
          <th role="columnheader" scope="col" class="number">Duration</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {executions.map((execution) => <Row key={execution.name} execution={execution} now={now} />)}
      </tbody>
    </table>
  );
}

function Row({ execution, now }: { execution: ExecutionSummary; now: number }) {
  const { name, imageId, status, startTime, durationMs, redriveCount, error } = execution;
  const duration = durationMs ?? (status === 'RUNNING' ? Math.max(0, now - Date.parse(startTime)) : null);
  return (
    <tr role="row" data-testid="execution" data-name={name} data-status={status}>
      <td role="cell" data-label="Status" class="tight"><Badge appearance={executionAppearance[status]} /></td>
      <td role="cell" data-label="Image key" class="key">
        <span>
          <a class="strong" href={executionLink(name)}>{imageId === null ? 'no image' : keyOf(imageId)}</a>
          {error !== null && <span class="muted small"> · {error}</span>}
        </span>
      </td>
      <td role="cell" data-label="Execution" class="tight">
        <span class="mono muted small" title={name}>{name.length > 18 ? `${name.slice(0, 8)}…${name.slice(-4)}` : name}</span>
        {redriveCount > 0 && <span class="muted small"> · redriven {redriveCount} ×</span>}
      </td>
      <td role="cell" data-label="Started" class="number"><RelativeTime time={startTime} now={now} /></td>
      <td role="cell" data-label="Duration" class="number">{duration === null ? '–' : formatDuration(duration)}</td>
    </tr>
  );
}

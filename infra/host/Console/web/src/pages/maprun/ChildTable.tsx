import type { MapChild } from '../../api/types';
import { executionId, executionLink } from '../../app/router';
import { Badge } from '../../components/Badge';
import { formatDuration } from '../../components/format';
import { executionAppearance, resultAppearance, type Appearance } from '../../components/status';
import { RelativeTime } from '../../components/Time';

const pendingRedrive: Appearance = { tone: 'warn', glyph: 'clock', text: 'Waiting for a redrive' };

/** The roles are explicit because a table loses them when CSS shows its rows as cards. */
export function ChildTable({ executions, now }: { executions: readonly MapChild[]; now: number }) {
  return (
    <table class="table cards" role="table" data-testid="children">
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col" class="tight">Status</th><th role="columnheader" scope="col">Image key</th>
          <th role="columnheader" scope="col">Outcome</th><th role="columnheader" scope="col" class="number">Started</th>
          <th role="columnheader" scope="col" class="number">Duration</th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {executions.map((child) => (
          <tr role="row" key={child.executionArn} data-testid="child" data-status={child.status}>
            <td role="cell" data-label="Status" class="tight">
              <Badge appearance={child.status === 'PENDING_REDRIVE' ? pendingRedrive : executionAppearance[child.status]} />
            </td>
            <td role="cell" data-label="Image key" class="key wrap-anywhere"><a class="strong" href={executionLink(executionId(child.executionArn))}>{child.key ?? child.name}</a></td>
            <td role="cell" data-label="Outcome">{child.error ?? (child.outcome === null ? '–' : resultAppearance(child.outcome).text)}</td>
            <td role="cell" data-label="Started" class="number"><RelativeTime time={child.startDate} now={now} /></td>
            <td role="cell" data-label="Duration" class="number">
              {formatDuration(Math.max(0, (child.stopDate === null ? now : Date.parse(child.stopDate)) - Date.parse(child.startDate)))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

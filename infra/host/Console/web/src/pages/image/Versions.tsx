import type { VersionEntry } from '../../api/types';
import { executionLink } from '../../app/router';
import { Badge } from '../../components/Badge';
import { formatBytes, formatDuration } from '../../components/format';
import { executionAppearance, resultAppearance } from '../../components/status';
import { Timestamp } from '../../components/Time';

/** The versions uploaded under this key and their outcomes, newest first. */
export function Versions({ versions }: { versions: readonly VersionEntry[] }) {
  return (
    <section class="panel" aria-label="History of versions">
      <div class="panel-head"><h2>History</h2><p class="muted small">newest first</p></div>
      <table class="table cards" role="table" data-testid="versions">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col" class="tight">Outcome</th><th role="columnheader" scope="col">Version</th>
            <th role="columnheader" scope="col">Execution</th><th role="columnheader" scope="col" class="number">Started</th><th role="columnheader" scope="col" class="number">Duration</th>
          </tr>
        </thead>
        <tbody role="rowgroup">{versions.map((entry) => <Row key={entry.execution.name} entry={entry} />)}</tbody>
      </table>
    </section>
  );
}

function Row({ entry: { execution, outcome, version, reason, removeAfter } }: { entry: VersionEntry }) {
  return (
    <tr role="row" data-testid="version">
      <td role="cell" data-label="Outcome" class="tight"><Badge appearance={outcome === null ? executionAppearance[execution.status] : resultAppearance(outcome)} /></td>
      <td role="cell" data-label="Version" class="wrap-anywhere">
        <span>
          {version !== null && <>{version.width} × {version.height}, {version.format}, {formatBytes(version.bytes)} <code class="muted" title={version.sha256}>{version.sha256.slice(0, 12)}</code></>}
          {removeAfter !== null && <span class="muted"> Replaced; its renditions stay until <Timestamp time={removeAfter} /></span>}
          {outcome === null && execution.status === 'SUCCEEDED' && <span class="muted">Nothing to announce: unchanged, or superseded by a newer event</span>}
          {reason !== null && <><strong>{reason.code}</strong> {reason.message}</>}
        </span>
      </td>
      <td role="cell" data-label="Execution"><a class="mono small" href={executionLink(execution.name)}>{execution.name.slice(0, 8)}…</a></td>
      <td role="cell" data-label="Started" class="number"><Timestamp time={execution.startDate} /></td>
      <td role="cell" data-label="Duration" class="number">{execution.ranMs === null ? '–' : formatDuration(execution.ranMs)}</td>
    </tr>
  );
}

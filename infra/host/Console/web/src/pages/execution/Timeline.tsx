import { useMemo, useState } from 'preact/hooks';
import { EmptyState } from '../../components/EmptyState';
import { formatDuration } from '../../components/format';
import { useNow } from '../../components/hooks';
import { outcomeAppearance } from '../../components/status';
import { Glyph } from '../../components/Glyph';
import type { Trace, Visit } from '../../trace/model';
import { periodsFrom, ticks, timelineRows, TimeScale, type TimelineRow } from '../../trace/timeline';
import { TimelineBar } from './TimelineBar';

interface Props {
  trace: Trace;
  /** When the execution was started, ISO 8601. */
  startTime: string;
  running: boolean;
  selected: number | null;
  onSelect: (visit: Visit) => void;
}

const autoFoldThreshold = 12;
const rowsPerBatch = 300;

/** Shows every visit of a state as a bar with its waits, attempts and retries. */
export function Timeline({ trace, startTime, running, selected, onSelect }: Props) {
  const time = useNow(200, running);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [visibleRows, setVisibleRows] = useState(rowsPerBatch);
  const startedAt = Date.parse(startTime);
  const now = running ? Math.max(time, trace.lastEventAt, startedAt) : Math.max(trace.lastEventAt, startedAt);
  const isFolded = (row: TimelineRow): boolean => (row.children > autoFoldThreshold) !== toggled.has(row.key);
  const rows = useMemo(() => timelineRows(trace, startedAt, now, isFolded), [trace, startedAt, now, toggled]);
  const scale = useMemo(() => new TimeScale(periodsFrom(trace, startedAt), now), [trace, startedAt, now]);
  if (rows.length === 0) {
    return <EmptyState title="No events yet" />;
  }

  const toggle = (key: string): void => {
    const next = new Set(toggled);
    if (!next.delete(key)) {
      next.add(key);
    }

    setToggled(next);
  };
  const marks = ticks(scale.length, 6);
  return (
    <div class="timeline" data-testid="timeline">
      <div class="timeline-row axis" aria-hidden="true">
        <span class="timeline-name" />
        <div class="timeline-track">
          {marks.map((mark) => <span key={mark} class="tick" style={{ left: `${(mark / scale.length) * 100}%` }}>{formatDuration(mark)}</span>)}
        </div>
        <span class="timeline-took" />
      </div>
      <ul>
        {rows.slice(0, visibleRows).map((row) => (
          <li key={row.key} class={row.visit !== null && row.visit.id === selected ? 'timeline-row selected' : 'timeline-row'} data-testid="timeline-row">
            <span class="timeline-name" style={{ paddingLeft: `${row.depth * 14}px` }}><Name row={row} isFolded={isFolded(row)} onToggle={toggle} onSelect={onSelect} /></span>
            <TimelineBar row={row} scale={scale} marks={marks} />
            <span class="timeline-took numeric muted">{formatDuration((scale.positionOf(row.to) - scale.positionOf(row.from)) * scale.length)}</span>
          </li>
        ))}
      </ul>
      {rows.length > visibleRows && (
        <div class="more"><button type="button" class="button" onClick={() => setVisibleRows(visibleRows + rowsPerBatch)}>Show {Math.min(rowsPerBatch, rows.length - visibleRows)} more</button></div>
      )}
      <p class="legend">
        <span><i class="swatch" data-kind="queued" />Waiting to start</span>
        <span><i class="swatch" data-kind="succeeded" />Succeeded</span>
        <span><i class="swatch" data-kind="failed" />Failed</span>
        <span><i class="swatch" data-kind="retrying" />Waiting for a retry</span>
        <span><i class="swatch" data-kind="running" />In progress</span>
        {scale.cuts.length > 0 && <span><i class="swatch" data-kind="cut" />Redriven: the time in between is left out</span>}
      </p>
    </div>
  );
}

interface NameProps {
  row: TimelineRow;
  isFolded: boolean;
  onToggle: (key: string) => void;
  onSelect: (visit: Visit) => void;
}

function Name({ row, isFolded, onToggle, onSelect }: NameProps) {
  const { visit } = row;
  const appearance = outcomeAppearance[visit?.outcome ?? row.scope.outcome];
  if (row.key === 'queue') {
    return <span class="timeline-child" data-tone="idle"><Glyph name="clock" />{row.label}</span>;
  }

  if (visit === null) {
    return <span class="timeline-child" data-tone={appearance.tone}><Glyph name={appearance.glyph} />{row.label}</span>;
  }

  return (
    <>
      <button type="button" class="link-button timeline-state" data-tone={appearance.tone} onClick={() => onSelect(visit)}>
        <Glyph name={appearance.glyph} /><span>{row.label}</span><span class="visually-hidden">, {appearance.text}</span>
      </button>
      {row.children > 0 && (
        <button type="button" class="link-button small" aria-expanded={!isFolded} aria-label={`${isFolded ? 'Expand' : 'Collapse'} ${row.label}`} onClick={() => onToggle(row.key)}>
          {isFolded ? `+${row.children}` : '−'}
        </button>
      )}
    </>
  );
}

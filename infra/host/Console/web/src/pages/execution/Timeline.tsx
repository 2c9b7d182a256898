import { useMemo, useState } from 'preact/hooks';
import { Empty } from '../../components/Empty';
import { formatDuration } from '../../components/format';
import { useNow } from '../../components/hooks';
import { outcomeLook } from '../../components/status';
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

const foldedFrom = 12;
const rowsAtOnce = 300;

/** Every visit of a state as a bar: what waited, what ran, what was tried again. */
export function Timeline({ trace, startTime, running, selected, onSelect }: Props) {
  const time = useNow(200, running);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [most, setMost] = useState(rowsAtOnce);
  const created = Date.parse(startTime);
  const now = running ? Math.max(time, trace.lastEventAt, created) : Math.max(trace.lastEventAt, created);
  const folded = (row: TimelineRow): boolean => (row.children > foldedFrom) !== toggled.has(row.key);
  const rows = useMemo(() => timelineRows(trace, created, now, folded), [trace, created, now, toggled]);
  const scale = useMemo(() => new TimeScale(periodsFrom(trace, created), now), [trace, created, now]);
  if (rows.length === 0) {
    return <Empty title="Nothing happened yet" />;
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
        {rows.slice(0, most).map((row) => (
          <li key={row.key} class={row.visit !== null && row.visit.id === selected ? 'timeline-row selected' : 'timeline-row'} data-testid="timeline-row">
            <span class="timeline-name" style={{ paddingLeft: `${row.depth * 14}px` }}><Name row={row} isFolded={folded(row)} onToggle={toggle} onSelect={onSelect} /></span>
            <TimelineBar row={row} scale={scale} marks={marks} />
            <span class="timeline-took numeric muted">{formatDuration((scale.at(row.to) - scale.at(row.from)) * scale.length)}</span>
          </li>
        ))}
      </ul>
      {rows.length > most && (
        <div class="more"><button type="button" class="button" onClick={() => setMost(most + rowsAtOnce)}>Show {Math.min(rowsAtOnce, rows.length - most)} more</button></div>
      )}
      <p class="legend">
        <span><i class="swatch" data-kind="queued" />Waits to start</span>
        <span><i class="swatch" data-kind="succeeded" />Succeeded</span>
        <span><i class="swatch" data-kind="failed" />Failed</span>
        <span><i class="swatch" data-kind="retrying" />Waits for a retry</span>
        <span><i class="swatch" data-kind="running" />In progress</span>
        {scale.cuts.length > 0 && <span><i class="swatch" data-kind="cut" />Redriven: the time between is left out</span>}
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
  const look = outcomeLook[visit?.outcome ?? row.scope.outcome];
  if (row.key === 'queue') {
    return <span class="timeline-child" data-tone="idle"><Glyph name="clock" />{row.label}</span>;
  }

  if (visit === null) {
    return <span class="timeline-child" data-tone={look.tone}><Glyph name={look.glyph} />{row.label}</span>;
  }

  return (
    <>
      <button type="button" class="link-button timeline-state" data-tone={look.tone} onClick={() => onSelect(visit)}>
        <Glyph name={look.glyph} /><span>{row.label}</span><span class="visually-hidden">, {look.text}</span>
      </button>
      {row.children > 0 && (
        <button type="button" class="link-button small" aria-expanded={!isFolded} aria-label={`${isFolded ? 'Show' : 'Hide'} what is in ${row.label}`} onClick={() => onToggle(row.key)}>
          {isFolded ? `+${row.children}` : '−'}
        </button>
      )}
    </>
  );
}

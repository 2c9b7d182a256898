import { formatDuration } from '../../components/format';
import type { TimelineRow, TimeScale } from '../../trace/timeline';

const percent = (fraction: number): string => `${(fraction * 100).toFixed(3)}%`;

export function TimelineBar({ row, scale, marks }: { row: TimelineRow; scale: TimeScale; marks: readonly number[] }) {
  const text = row.segments.map(({ label, from, to }) => `${label}: ${formatDuration(to - from)}`).join('; ');
  return (
    <div class="timeline-track" role="img" aria-label={`starts after ${formatDuration(scale.positionOf(row.from) * scale.length)}; ${text}`}>
      {marks.map((mark) => <span key={mark} class="grid-line" style={{ left: percent(mark / scale.length) }} />)}
      {scale.cuts.map(({ position, skipped }) => <span key={position} class="cut" style={{ left: percent(position) }} title={`${formatDuration(skipped)} left out`} />)}
      <span class={row.visit === null ? 'span child' : 'span'} style={{ left: percent(scale.positionOf(row.from)), width: percent(scale.positionOf(row.to) - scale.positionOf(row.from)) }} />
      {row.segments.map(({ kind, from, to, label }) => (
        <span
          key={`${kind} ${from}`} class={row.visit === null ? 'segment child' : 'segment'} data-kind={kind} title={`${label}: ${formatDuration(to - from)}`}
          style={{ left: percent(scale.positionOf(from)), width: percent(scale.positionOf(to) - scale.positionOf(from)) }}
        />
      ))}
    </div>
  );
}

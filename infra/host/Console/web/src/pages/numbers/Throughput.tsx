import type { Minute } from '../../api/types';
import { formatBytes } from '../../components/format';

const height = 120;
const step = 10;

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const formatMinute = (minute: string): string => clock.format(new Date(minute));

/** Executions that ended in each minute of the last hour. */
export function Throughput({ minutes }: { minutes: readonly Minute[] }) {
  const maxEnded = Math.max(0, ...minutes.map(({ ended }) => ended));
  const total = minutes.reduce((sum, { ended }) => sum + ended, 0);
  const width = minutes.length * step;
  const labels = minutes.filter((_, index) => index % 15 === 0);
  return (
    <section class="panel" aria-label="Throughput">
      <div class="panel-head"><h2>Executions per minute</h2><p class="muted small">maximum: {maxEnded} in a minute</p></div>
      <div class="panel-body">
        <svg
          class="bars" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" data-testid="throughput"
          aria-label={`${total} executions ended in the last hour, at most ${maxEnded} in a minute`}
        >
          {[0.25, 0.5, 0.75, 1].map((part) => <line key={part} x1={0} x2={width} y1={height * (1 - part) + 0.5} y2={height * (1 - part) + 0.5} />)}
          {minutes.map(({ minute, started, ended, bytes }, index) => {
            const barHeight = (ended / Math.max(1, maxEnded)) * (height - 4);
            return (
              <rect key={minute} x={index * step + 1.5} y={height - barHeight} width={step - 3} height={barHeight}>
                <title>{`${formatMinute(minute)}: ${ended} ended, ${started} started, ${formatBytes(bytes)}`}</title>
              </rect>
            );
          })}
        </svg>
        <div class="bars-axis muted small numeric" aria-hidden="true">
          {labels.map(({ minute }) => <span key={minute}>{formatMinute(minute)}</span>)}
          <span>now</span>
        </div>
      </div>
    </section>
  );
}

import type { AttemptOutcome } from '../../api/types';
import { formatClock, formatDuration } from '../../components/format';
import type { Tone } from '../../components/status';
import type { Attempt } from '../../trace/model';

const tones: Record<AttemptOutcome, Tone> = { waiting: 'idle', running: 'busy', succeeded: 'good', failed: 'bad', timedOut: 'bad', aborted: 'idle' };

const texts: Record<AttemptOutcome, string> = {
  waiting: 'waiting to start', running: 'in progress', succeeded: 'succeeded', failed: 'failed', timedOut: 'timed out', aborted: 'aborted',
};

interface Props {
  attempts: readonly Attempt[];
  /** Number of the attempt that the address names, from 1. Null for none. */
  selected: number | null;
  onSelect: (attempt: number) => void;
}

export function Attempts({ attempts, selected, onSelect }: Props) {
  return (
    <section aria-label="Attempts">
      <h3>Attempts</h3>
      <ol class="attempts">
        {attempts.map((attempt, index) => {
          const from = attempt.startedAt ?? attempt.scheduledAt;
          return (
            <li key={index} class={index + 1 === selected ? 'selected' : undefined} data-tone={tones[attempt.outcome]} data-testid="attempt">
              <button type="button" class="link-button" aria-label={`Attempt ${index + 1}${attempt.redriven ? ' (redrive)' : ''}`} aria-pressed={index + 1 === selected} onClick={() => onSelect(index + 1)}>
                {index + 1}{attempt.redriven ? ' (redrive)' : ''}
              </button>
              <span class="numeric muted">{formatClock(from)}</span>
              <span>{texts[attempt.outcome]}{attempt.endedAt === null ? '' : ` after ${formatDuration(attempt.endedAt - from)}`}</span>
              {attempt.error !== null && <span class="upload-error">{attempt.error}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

import type { ExecutionStatus, ImageStatus, Outcome } from '../api/types';

export type Tone = 'good' | 'bad' | 'busy' | 'warn' | 'idle';

export type GlyphName = 'check' | 'cross' | 'busy' | 'bang' | 'stop' | 'clock' | 'dash' | 'info';

export interface Appearance {
  tone: Tone;
  glyph: GlyphName;
  text: string;
}

export const executionAppearance: Record<ExecutionStatus, Appearance> = {
  RUNNING: { tone: 'busy', glyph: 'busy', text: 'Running' },
  SUCCEEDED: { tone: 'good', glyph: 'check', text: 'Succeeded' },
  FAILED: { tone: 'bad', glyph: 'cross', text: 'Failed' },
  TIMED_OUT: { tone: 'bad', glyph: 'clock', text: 'Timed out' },
  ABORTED: { tone: 'idle', glyph: 'stop', text: 'Aborted' },
};

export const imageAppearance: Record<ImageStatus, Appearance> = {
  processing: { tone: 'busy', glyph: 'busy', text: 'Processing' },
  ready: { tone: 'good', glyph: 'check', text: 'Ready' },
  rejected: { tone: 'warn', glyph: 'bang', text: 'Rejected' },
  failed: { tone: 'bad', glyph: 'cross', text: 'Failed' },
  quarantined: { tone: 'warn', glyph: 'clock', text: 'Quarantined' },
  deleted: { tone: 'idle', glyph: 'dash', text: 'Deleted' },
};

export const outcomeAppearance: Record<Outcome, Appearance> = {
  running: { tone: 'busy', glyph: 'busy', text: 'In progress' },
  succeeded: { tone: 'good', glyph: 'check', text: 'Succeeded' },
  caught: { tone: 'warn', glyph: 'bang', text: 'Caught error' },
  failed: { tone: 'bad', glyph: 'cross', text: 'Failed' },
  aborted: { tone: 'idle', glyph: 'stop', text: 'Aborted' },
};

/** How to show the outcome of an upload or a deletion. A null outcome means that it is still in progress. */
export function resultAppearance(outcome: string | null): Appearance {
  switch (outcome) {
    case 'succeeded':
      return { tone: 'good', glyph: 'check', text: 'Succeeded' };
    case 'removed':
      return { tone: 'idle', glyph: 'dash', text: 'Removed' };
    case 'unchanged':
      return { tone: 'good', glyph: 'check', text: 'Unchanged' };
    case 'superseded':
      return { tone: 'idle', glyph: 'dash', text: 'Superseded' };
    case 'rejected':
      return { tone: 'warn', glyph: 'bang', text: 'Rejected' };
    case 'quarantined':
      return { tone: 'warn', glyph: 'clock', text: 'Quarantined' };
    case 'failed':
      return { tone: 'bad', glyph: 'cross', text: 'Failed' };
    case 'accepted':
      return { tone: 'good', glyph: 'check', text: 'Accepted' };
    case 'refreshed':
      return { tone: 'good', glyph: 'check', text: 'Refreshed' };
    case 'skipped':
      return { tone: 'idle', glyph: 'dash', text: 'Skipped' };
    case 'backfilled':
      return { tone: 'good', glyph: 'check', text: 'Backfilled' };
    case 'aborted':
      return executionAppearance.ABORTED;
    case 'timed_out':
      return executionAppearance.TIMED_OUT;
    case null:
      return { tone: 'busy', glyph: 'busy', text: 'In progress' };
    default:
      return { tone: 'idle', glyph: 'dash', text: outcome };
  }
}

import type { ExecutionStatus, ImageStatus, Outcome } from '../api/types';

export type Tone = 'good' | 'bad' | 'busy' | 'warn' | 'idle';

export type GlyphName = 'check' | 'cross' | 'busy' | 'bang' | 'stop' | 'clock' | 'dash' | 'info';

export interface Look {
  tone: Tone;
  glyph: GlyphName;
  text: string;
}

export const executionLook: Record<ExecutionStatus, Look> = {
  RUNNING: { tone: 'busy', glyph: 'busy', text: 'Running' },
  SUCCEEDED: { tone: 'good', glyph: 'check', text: 'Succeeded' },
  FAILED: { tone: 'bad', glyph: 'cross', text: 'Failed' },
  TIMED_OUT: { tone: 'bad', glyph: 'clock', text: 'Timed out' },
  ABORTED: { tone: 'idle', glyph: 'stop', text: 'Aborted' },
};

export const imageLook: Record<ImageStatus, Look> = {
  processing: { tone: 'busy', glyph: 'busy', text: 'Processing' },
  ready: { tone: 'good', glyph: 'check', text: 'Ready' },
  rejected: { tone: 'warn', glyph: 'bang', text: 'Rejected' },
  failed: { tone: 'bad', glyph: 'cross', text: 'Failed' },
  deleted: { tone: 'idle', glyph: 'dash', text: 'Deleted' },
};

export const outcomeLook: Record<Outcome, Look> = {
  running: { tone: 'busy', glyph: 'busy', text: 'In progress' },
  succeeded: { tone: 'good', glyph: 'check', text: 'Succeeded' },
  caught: { tone: 'warn', glyph: 'bang', text: 'Caught error' },
  failed: { tone: 'bad', glyph: 'cross', text: 'Failed' },
  aborted: { tone: 'idle', glyph: 'stop', text: 'Aborted' },
};

/** What came of an upload or a deletion. */
export function resultLook(outcome: string | null): Look {
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
    case 'failed':
      return { tone: 'bad', glyph: 'cross', text: 'Failed' };
    case 'aborted':
      return executionLook.ABORTED;
    case 'timed_out':
      return executionLook.TIMED_OUT;
    case null:
      return { tone: 'busy', glyph: 'busy', text: 'Under way' };
    default:
      return { tone: 'idle', glyph: 'dash', text: outcome };
  }
}

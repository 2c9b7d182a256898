import type { Tone } from '../../components/status';

export interface Count {
  status: string;
  text: string;
  tone: Tone;
  count: number;
  /** Part of all items, from 0 to 100. */
  percent: number;
}

const order: readonly { status: string; text: string; tone: Tone }[] = [
  { status: 'SUCCEEDED', text: 'Succeeded', tone: 'good' },
  { status: 'FAILED', text: 'Failed', tone: 'bad' },
  { status: 'TIMED_OUT', text: 'Timed out', tone: 'bad' },
  { status: 'ABORTED', text: 'Aborted', tone: 'idle' },
  { status: 'RUNNING', text: 'Running', tone: 'busy' },
  { status: 'PENDING_REDRIVE', text: 'Waiting for a redrive', tone: 'warn' },
  { status: 'PENDING', text: 'Pending', tone: 'idle' },
];

/** The counts of a Map Run, in the order in which a bar shows them. Those that are 0 are left out, except those that everyone looks for. */
export function countsOf(counts: Readonly<Record<string, number>>): Count[] {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return order
    .map((each) => ({ ...each, count: counts[each.status] ?? 0 }))
    .filter(({ status, count }) => count > 0 || status === 'SUCCEEDED' || status === 'FAILED')
    .map((each) => ({ ...each, percent: total === 0 ? 0 : (each.count / total) * 100 }));
}

export const statuses = order.filter(({ status }) => status !== 'PENDING');

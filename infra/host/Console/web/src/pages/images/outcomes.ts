import { formatCount } from '../../components/format';

const order = ['succeeded', 'unchanged', 'rejected', 'quarantined', 'failed', 'superseded', 'removed'];

export interface Tally {
  /** Executions that have not ended. */
  pending: number;
  /** What became of the others, such as `12 made again, 3 unchanged`. Empty if none has ended. */
  text: string;
  hasFaults: boolean;
}

/** Sums up what became of executions. Outcomes that are not known come last. */
export function tallyOf(names: readonly string[], ended: ReadonlyMap<string, string>): Tally {
  const counts = new Map<string, number>();
  for (const name of names) {
    const outcome = ended.get(name);
    if (outcome !== undefined) {
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    }
  }

  const found = [...order.filter((outcome) => counts.has(outcome)), ...[...counts.keys()].filter((outcome) => !order.includes(outcome))];
  const sum = [...counts.values()].reduce((total, count) => total + count, 0);
  return {
    pending: names.length - sum,
    text: found.map((outcome) => `${formatCount(counts.get(outcome)!)} ${outcome === 'succeeded' ? 'made again' : outcome}`).join(', '),
    hasFaults: found.some((outcome) => ['failed', 'rejected', 'quarantined'].includes(outcome)),
  };
}

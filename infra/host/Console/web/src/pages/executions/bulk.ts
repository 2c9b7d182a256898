import type { ApiClient } from '../../api/client';
import type { ExecutionSummary } from '../../api/types';
import { plural } from '../../components/format';
import { messageOf } from '../../components/hooks';

export type BulkAction = 'redrive' | 'stop' | 'again';

export interface Fault {
  name: string;
  message: string;
}

/** Requests at the same time. Browsers allow six connections to a host, and the live events need one. */
const concurrency = 4;

/** The executions of a selection that an action fits. */
export const fitting: Record<BulkAction, (execution: ExecutionSummary) => boolean> = {
  redrive: ({ status }) => status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED',
  stop: ({ status }) => status === 'RUNNING',
  again: ({ status, imageId }) => status !== 'RUNNING' && imageId !== null,
};

export const bulkText: Record<BulkAction, { button: (count: number) => string; title: (count: number) => string; explanation: string; doing: string }> = {
  redrive: {
    button: (count) => `Redrive ${count} failed`,
    title: (count) => `Redrive ${plural(count, 'execution')}?`,
    explanation: 'Each continues from the state that failed. One that ended in a Fail state starts again as a new execution with the same input.',
    doing: 'Redriving',
  },
  stop: {
    button: (count) => `Stop ${count} running`,
    title: (count) => `Stop ${plural(count, 'execution')}?`,
    explanation: 'They end as aborted, and their images as failed. You can redrive them later.',
    doing: 'Stopping',
  },
  again: {
    button: (count) => `Process ${count} again`,
    title: (count) => `Process ${plural(count, 'upload')} again?`,
    explanation: 'Each starts a new execution with the same input. An image that has not changed ends as unchanged, and one with a newer upload as superseded.',
    doing: 'Starting',
  },
};

export async function runAction(api: ApiClient, action: BulkAction, name: string): Promise<unknown> {
  switch (action) {
    case 'redrive':
      return api.redrive(name);
    case 'stop':
      return api.stop(name);
    case 'again':
      return api.start((await api.execution(name)).input);
  }
}

/** Runs an action for every name, some at a time. A failure does not hold up the others. */
export async function runAll(names: readonly string[], run: (name: string) => Promise<unknown>, onDone: (count: number) => void): Promise<Fault[]> {
  const faults: Fault[] = [];
  const waiting = [...names];
  let done = 0;
  const next = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
      try {
        await run(name);
      } catch (fault) {
        faults.push({ name, message: messageOf(fault) });
      }

      onDone(++done);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, names.length) }, next));
  return faults;
}

import type { ApiClient } from '../../api/client';
import type { ImageKey } from '../../api/types';
import { executionId } from '../../app/router';
import { formatCount, plural } from '../../components/format';

export type BulkAction = 'process' | 'redrive' | 'delete';

export const actions: readonly BulkAction[] = ['process', 'redrive', 'delete'];

/** The images of a selection that an action fits. An execution of a Map Run is redriven with its Map Run only. */
export const fitting: Record<BulkAction, (image: ImageKey) => boolean> = {
  process: ({ status }) => status !== 'deleted',
  redrive: ({ status, execution }) => status === 'failed' && /:execution:[^/:]+:[^:]+$/.test(execution),
  delete: ({ status }) => status !== 'deleted',
};

export interface BulkText {
  button: (count: number) => string;
  title: (count: number) => string;
  explanation: (count: number) => string;
  /** What a progress bar shows. */
  progress: string;
  /** What could not be done: "3 images could not be". */
  failed: string;
  done: (count: number) => string;
}

export const bulkText: Record<BulkAction, BulkText> = {
  process: {
    button: (count) => `Process ${plural(count, 'image')} again`,
    title: (count) => `Process ${plural(count, 'image')} again?`,
    explanation: (count) => `${count === 1 ? 'A new execution starts' : `${formatCount(count)} new executions start`} on the stored originals. Rejected images are checked again, and renditions that are missing, damaged or of other settings are made. Images that have all their renditions end as unchanged.`,
    progress: 'Started executions',
    failed: 'processed',
    done: (count) => `Started ${plural(count, 'execution')}`,
  },
  redrive: {
    button: (count) => `Redrive ${formatCount(count)} failed`,
    title: (count) => `Redrive ${plural(count, 'failed image')}?`,
    explanation: () => 'The execution that failed continues from the state that did not succeed. One that ended in a Fail state starts again as a new execution with the same input.',
    progress: 'Redriven executions',
    failed: 'redriven',
    done: (count) => `Redrove ${plural(count, 'execution')}`,
  },
  delete: {
    button: (count) => `Delete ${plural(count, 'image')}`,
    title: (count) => `Delete ${plural(count, 'image')}?`,
    explanation: (count) => `This removes ${count === 1 ? 'the original' : `${formatCount(count)} originals`} and all renditions. You cannot undo it.`,
    progress: 'Deleted images',
    failed: 'deleted',
    done: (count) => `Deleted ${plural(count, 'image')}`,
  },
};

/** @returns the name of the execution that works on the image */
export async function runAction(api: ApiClient, action: BulkAction, image: ImageKey): Promise<string | null> {
  switch (action) {
    case 'process':
      return (await api.processImage(image.key)).execution;
    case 'redrive':
      return (await api.redrive(executionId(image.execution))).name;
    case 'delete':
      return (await api.deleteImage(image.key)).execution;
  }
}

/** Lists all images that match a filter, page by page. Stops early when it is told to. */
export async function listKeys(
  api: Pick<ApiClient, 'imageKeys'>, query: Record<string, string>, onProgress: (count: number) => void, isStopped: () => boolean,
): Promise<ImageKey[]> {
  const keys: ImageKey[] = [];
  let continuation: string | null = null;
  do {
    const page = await api.imageKeys({ ...query, sort: '', order: '', limit: 1000, continuation });
    for (const image of page.keys) {
      keys.push(image);
    }

    continuation = page.continuation;
    onProgress(keys.length);
  } while (continuation !== null && !isStopped());
  return keys;
}

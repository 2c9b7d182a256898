import type { Upload } from './queue';

export interface UploadProgress {
  /** Uploads that have not ended. */
  active: number;
  /** Share of the work that is done, from 0 to 1: bytes that were sent, where a file that waits for its outcome counts as sent. */
  fraction: number;
  /** What became of the others, such as `12 ready, 2 rejected`. Empty if none has ended. */
  outcomes: string;
}

const order = ['ready', 'unchanged', 'rejected', 'quarantined', 'failed', 'not uploaded', 'ignored'];

export const isActive = ({ state }: Pick<Upload, 'state'>): boolean => state === 'waiting' || state === 'sending' || state === 'processing';

/** Sums up uploads. Outcomes that are not known come last, in the order in which they appear. */
export function progressOf(uploads: readonly Upload[]): UploadProgress {
  const counts = new Map<string, number>();
  let [active, sent, total] = [0, 0, 0];
  for (const upload of uploads) {
    // An empty file is some work, too.
    const size = upload.file.size + 1;
    total += size;
    sent += upload.state === 'waiting' ? 0 : upload.state === 'sending' ? Math.min(upload.sent, size) : size;
    if (isActive(upload)) {
      active++;
    } else {
      const name = outcomeName(upload);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }

  const names = [...order.filter((name) => counts.has(name)), ...[...counts.keys()].filter((name) => !order.includes(name))];
  return { active, fraction: total === 0 ? 1 : sent / total, outcomes: names.map((name) => `${counts.get(name)!.toLocaleString('en')} ${name}`).join(', ') };
}

function outcomeName({ state, outcome }: Upload): string {
  switch (state) {
    case 'refused':
      return 'not uploaded';
    case 'ignored':
      return 'ignored';
    default:
      return outcome === 'succeeded' ? 'ready' : outcome === 'timed_out' ? 'timed out' : outcome ?? 'unknown';
  }
}

/** Whether a response says that the same upload can succeed later: the host is busy, its disk is full, or it had a fault. */
export const canSucceedLater = (status: number): boolean => status === 408 || status === 429 || status >= 500;

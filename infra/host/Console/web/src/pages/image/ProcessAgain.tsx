import type { VersionEntry } from '../../api/types';
import { executionLink } from '../../app/router';
import { Notice } from '../../components/Notice';
import type { Tone } from '../../components/status';

interface Props {
  /** Null if no rule routes the key, so that no execution starts. */
  execution: string | null;
  versions: readonly VersionEntry[];
}

/** What became of processing the image again. */
export function ProcessAgain({ execution, versions }: Props) {
  if (execution === null) {
    return <Notice tone="idle" title="Nothing to process" testId="process-result">No rule of the pipeline matches this key.</Notice>;
  }

  const entry = versions.find((version) => version.execution.name === execution);
  const isRunning = entry === undefined || entry.execution.status === 'RUNNING';
  const { tone, title, text } = describe(isRunning ? null : entry.outcome ?? 'failed');
  return (
    <Notice tone={tone} title={title} testId="process-result">{text} <a href={executionLink(execution)}>Execution</a></Notice>
  );
}

/** @param outcome null while it runs */
export function describe(outcome: string | null): { tone: Tone; title: string; text: string } {
  switch (outcome) {
    case null:
      return { tone: 'busy', title: 'Processing again', text: 'An execution works on the stored original.' };
    case 'succeeded':
      return { tone: 'good', title: 'Processed again', text: 'Its renditions were made again.' };
    case 'unchanged':
      return { tone: 'idle', title: 'Unchanged', text: 'All its renditions exist, and the settings ask for no others, so nothing was made.' };
    case 'superseded':
      return { tone: 'idle', title: 'Superseded', text: 'A newer upload or deletion of this key came first.' };
    case 'rejected':
      return { tone: 'warn', title: 'Rejected again', text: 'The original was checked again, and still does not pass.' };
    case 'quarantined':
      return { tone: 'warn', title: 'In quarantine', text: 'Its renditions were made, and readers see them once you release it.' };
    default:
      return { tone: 'bad', title: 'Processing failed', text: 'The execution says why.' };
  }
}

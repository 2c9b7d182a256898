import { useEffect, useState } from 'preact/hooks';
import type { Interruption } from '../api/types';
import { coalesced } from '../components/coalesced';
import { Notice } from '../components/Notice';
import { useServices } from './services';

const pollMilliseconds = 2000;

/** Says on every page that the machine keeps executions from going on, for example because the disk is full, until it does no longer. */
export function InterruptionNotice() {
  const { api, live } = useServices();
  const [interruption, setInterruption] = useState<Interruption | null>(null);
  useEffect(() => {
    const read = coalesced(() => api.status().then((status) => setInterruption(status.interruption), () => undefined));
    read();
    const stops = [live.on('interruption', read), live.on('reset', read)];
    return () => stops.forEach((stop) => stop());
  }, [api, live]);
  useEffect(() => {
    if (interruption === null) {
      return undefined;
    }

    const timer = setTimeout(() => api.status().then((status) => setInterruption(status.interruption), () => setInterruption({ ...interruption })), pollMilliseconds);
    return () => clearTimeout(timer);
  }, [api, interruption]);
  if (interruption === null) {
    return null;
  }

  return (
    <Notice tone="bad" title={interruption.isDiskFull ? 'The disk is full' : 'Executions cannot go on'} testId="interruption">
      {interruption.message} {waitingText(interruption.waiting)}
    </Notice>
  );
}

function waitingText(count: number): string {
  return count === 1 ? '1 execution waits and is tried again.' : `${count} executions wait and are tried again.`;
}

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Execution, HistoryEvent } from '../../api/types';
import { useLive, useServices } from '../../app/services';
import { messageOf, useLoaded, useThrottled, type Loaded } from '../../components/hooks';
import { oneAtATime } from '../../components/oneAtATime';
import { History } from '../../trace/history';
import type { Trace } from '../../trace/model';
import { readTrace } from '../../trace/trace';

export interface ExecutionView {
  execution: Loaded<Execution>;
  events: readonly HistoryEvent[];
  trace: Trace;
  /** Why the history could not be read. */
  error: string | null;
}

/** An execution and its history, kept up to date while it runs. */
export function useExecution(name: string): ExecutionView {
  const { api } = useServices();
  const execution = useLoaded(() => api.execution(name), [name]);
  const history = useRef(new History());
  const [events, setEvents] = useState<readonly HistoryEvent[]>([]);
  const [error, setError] = useState<string | null>(null);
  const show = useThrottled(80, () => setEvents(history.current.events));

  const read = useMemo(() => oneAtATime(async () => {
    try {
      for (let after: number | null = history.current.last; after !== null;) {
        const page = await api.history(name, after);
        history.current.add(page.events);
        setEvents(history.current.events);
        after = page.after;
      }

      setError(null);
    } catch (fault) {
      setError(messageOf(fault));
    }
  }), [api, name]);

  useEffect(() => void read(), [read]);
  useLive('history', (news) => {
    if (news.execution === name) {
      history.current.add(news.events);
      show();
      if (history.current.hasGap) {
        void read();
      }
    }
  }, [name, read]);
  useLive('execution', (summary) => {
    if (summary.name === name) {
      // The whole has its output, too.
      execution.reload();
      void read();
    }
  }, [name, read]);
  useLive('reset', () => {
    execution.reload();
    void read();
  }, [execution.reload, read]);

  const trace = useMemo(() => readTrace(events), [events]);
  return { execution, events, trace, error };
}

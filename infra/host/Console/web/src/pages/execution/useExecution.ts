import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Execution, HistoryEvent } from '../../api/types';
import { executionId, executionName } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { messageOf, useLoaded, useThrottled, type Loaded } from '../../components/hooks';
import { coalesced } from '../../components/coalesced';
import { History } from '../../trace/history';
import type { Trace } from '../../trace/model';
import { emptyTrace, linkTrace } from '../../trace/trace';

export interface ExecutionView {
  execution: Loaded<Execution>;
  events: readonly HistoryEvent[];
  trace: Trace;
  /** Why the history could not be loaded. Null when it was. */
  error: string | null;
}

/** An execution and its history, kept up to date while it runs. */
export function useExecution(name: string): ExecutionView {
  const { api } = useServices();
  const execution = useLoaded(() => api.execution(name), [name]);
  const history = useRef(new History());
  const [events, setEvents] = useState<readonly HistoryEvent[]>([]);
  const [trace, setTrace] = useState<Trace>(emptyTrace);
  const [historyError, setHistoryError] = useState<string | null>(null);
  const [traceError, setTraceError] = useState<string | null>(null);

  const readHistory = useMemo(() => coalesced(async () => {
    try {
      for (let after: number | null = history.current.lastId; after !== null;) {
        const page = await api.history(name, after);
        history.current.add(page.events);
        setEvents(history.current.events);
        after = page.after;
      }

      setHistoryError(null);
    } catch (fault) {
      setHistoryError(messageOf(fault));
    }
  }), [api, name]);

  const readTrace = useMemo(() => coalesced(async () => {
    try {
      setTrace(linkTrace(await api.trace(name)));
      setTraceError(null);
    } catch (fault) {
      setTraceError(messageOf(fault));
    }

    // Events appear together with the trace, so that none is shown without its visit.
    setEvents(history.current.events);
  }), [api, name]);

  const readAll = useCallback(() => {
    void readHistory();
    void readTrace();
  }, [readHistory, readTrace]);
  const show = useThrottled(80, () => void readTrace());

  useEffect(readAll, [readAll]);
  useLive('history', (update) => {
    if (update.execution === executionName(name)) {
      history.current.add(update.events);
      show();
      if (history.current.hasGap) {
        void readHistory();
      }
    }
  }, [name, readHistory]);
  useLive('execution', (summary) => {
    if (executionId(summary.executionArn) === name) {
      // The summary has no output, so read the whole execution.
      execution.reload();
      readAll();
    }
  }, [name, readAll]);
  useLive('reset', () => {
    execution.reload();
    readAll();
  }, [execution.reload, readAll]);

  return { execution, events, trace, error: historyError ?? traceError };
}

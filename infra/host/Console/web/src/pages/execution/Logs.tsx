import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { LogLine } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { useServices } from '../../app/services';
import { coalesced } from '../../components/coalesced';
import { EmptyState } from '../../components/EmptyState';
import { formatClock, plural } from '../../components/format';
import { messageOf, useDebounced } from '../../components/hooks';
import { JsonView } from '../../components/Json';
import { Notice } from '../../components/Notice';
import { filterLog, logFacts, logLevels, logOrigins, logText, type LogFilter } from '../../trace/log';
import type { Trace } from '../../trace/model';

interface Props {
  /** What the host calls the execution. */
  execution: string;
  trace: Trace;
  running: boolean;
  /** Changes whenever there may be more lines. */
  version: string;
  filter: LogFilter;
}

/** What the functions of an execution logged. It follows an execution that runs. */
export function Logs({ execution, trace, running, version, filter }: Props) {
  const { lines, states, note, error, loaded } = useLog(execution, version);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const search = useDebounced(150, (q: string) => replaceQuery({ q }));
  const originOf = useMemo(() => logOrigins(trace), [trace]);
  const shown = filterLog(lines, filter, originOf);
  const list = useFollowing(running, shown.length);
  const toggle = (number: number): void => setOpen((before) => {
    const after = new Set(before);
    if (!after.delete(number)) {
      after.add(number);
    }

    return after;
  });
  return (
    <>
      <div class="row event-filters log-filters">
        <div class="row">
          <label class="small" for="log-state">State</label>
          <select id="log-state" class="select" value={filter.state} onChange={(event) => replaceQuery({ of: event.currentTarget.value })} data-testid="log-state">
            <option value="">All states</option>
            {[...new Set([...states, filter.state])].filter((each) => each !== '').map((each) => <option key={each} value={each}>{each}</option>)}
          </select>
        </div>
        <div class="row">
          <label class="small" for="log-level">Level</label>
          <select id="log-level" class="select" value={filter.level} onChange={(event) => replaceQuery({ level: event.currentTarget.value })} data-testid="log-level">
            <option value="">All levels</option>
            {logLevels.slice(1).map((each) => <option key={each} value={each}>{each === 'ERROR' ? 'ERROR only' : `${each} and above`}</option>)}
          </select>
        </div>
        <input
          type="search" class="input log-search" aria-label="Search the log" placeholder="Search" defaultValue={filter.text}
          onInput={(event) => search(event.currentTarget.value)} data-testid="log-search"
        />
        <span class="muted small" role="status" data-testid="log-count">
          {shown.length === lines.length ? plural(lines.length, 'line') : `${shown.length} of ${plural(lines.length, 'line')}`}
        </span>
      </div>
      {error !== null && <Notice tone="bad" title="Could not load the log">{error}</Notice>}
      {loaded && lines.length === 0 && (
        <EmptyState title={running ? 'No lines yet' : 'No lines'}>
          {running ? 'They appear as calls of functions end.' : 'No function was called, or an older version of the host ran this execution and kept no log.'}
        </EmptyState>
      )}
      {lines.length > 0 && shown.length === 0 && <EmptyState title="No matching lines">Choose another state or level, or search for another text.</EmptyState>}
      {shown.length > 0 && (
        <div class="log" ref={list} tabIndex={0} role="region" aria-label="Log">
          <ol data-testid="log">
            {shown.map((line) => <Line key={line.number} line={line} origin={originOf(line)} open={open.has(line.number)} onOpen={() => toggle(line.number)} />)}
          </ol>
          {note !== null && <p class="log-note" data-testid="log-note">{note}</p>}
        </div>
      )}
    </>
  );
}

const tones: Record<string, string> = { WARN: 'warn', ERROR: 'bad' };

function Line({ line, origin, open, onOpen }: { line: LogLine; origin: string; open: boolean; onOpen: () => void }) {
  const facts = logFacts(line);
  const error = logText(line.details, 'errorMessage');
  const stack = logText(line.details, 'stackTrace');
  return (
    <li data-tone={tones[line.level]} data-level={line.level} data-testid="log-line">
      <span class="log-time">{formatClock(line.time)}</span>
      <span class="log-level">{line.level}</span>
      <span class="log-origin">{origin}</span>
      <span class="log-message">
        {line.details === null
          ? line.message
          : <button type="button" class="link-button" aria-expanded={open} onClick={onOpen}>{line.message}</button>}
        {error !== null && <> {error}</>}
        {facts !== '' && <span class="log-facts"> {facts}</span>}
      </span>
      {open && (
        <div class="log-details">
          {stack !== null && <pre class="log-stack" tabIndex={0} role="group" aria-label="Stack trace">{stack}</pre>}
          <JsonView value={line.details} title="Details" testId="log-json" />
        </div>
      )}
    </li>
  );
}

/** Reads a log, and afterwards only what was added to it. A component shows one execution, so that no line of another one stays. */
function useLog(execution: string, version: string) {
  const { api } = useServices();
  const [log, setLog] = useState<{ lines: readonly LogLine[]; states: string[]; note: string | null; loaded: boolean }>(
    { lines: [], states: [], note: null, loaded: false },
  );
  const [error, setError] = useState<string | null>(null);
  const read = useMemo(() => {
    let last = 0;
    let lines: readonly LogLine[] = [];
    return coalesced(async () => {
      try {
        for (let more = true; more;) {
          const page = await api.logs(execution, last);
          lines = page.lines.length === 0 ? lines : [...lines, ...page.lines];
          last = page.last;
          more = page.after !== null;
          setLog({ lines, states: page.states, note: page.note, loaded: true });
        }

        setError(null);
      } catch (fault) {
        setError(messageOf(fault));
      }
    });
  }, [api, execution]);
  useEffect(() => void read(), [read, version]);
  return { ...log, error };
}

/** Keeps the end of a list in view while it grows, unless somebody has scrolled away from it. */
function useFollowing(active: boolean, length: number) {
  const list = useRef<HTMLDivElement>(null);
  const wasAtEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    const scrolled = (): void => {
      wasAtEnd.current = element === null || element.scrollHeight - element.scrollTop - element.clientHeight < 24;
    };
    element?.addEventListener('scroll', scrolled, { passive: true });
    return () => element?.removeEventListener('scroll', scrolled);
  }, [length > 0]);
  useLayoutEffect(() => {
    if (active && wasAtEnd.current && list.current !== null) {
      list.current.scrollTop = list.current.scrollHeight;
    }
  }, [active, length]);
  return list;
}

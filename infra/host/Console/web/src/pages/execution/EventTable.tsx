import { useState } from 'preact/hooks';
import type { HistoryEvent, Json } from '../../api/types';
import { EmptyState } from '../../components/EmptyState';
import { formatClock, formatDuration } from '../../components/format';
import { JsonView, parseJson } from '../../components/Json';
import { detailsOf, eventSummary, timeOf } from '../../trace/events';
import type { Trace, Visit } from '../../trace/model';
import { iterationLabel, iterationLabels } from '../../trace/selection';

interface Props {
  events: readonly HistoryEvent[];
  trace: Trace;
  selected: number | null;
  onSelect: (visit: Visit) => void;
}

const rowsPerBatch = 200;

export function EventTable({ events, trace, selected, onSelect }: Props) {
  const [visibleRows, setVisibleRows] = useState(rowsPerBatch);
  const [open, setOpen] = useState<number | null>(null);
  const first = events[0];
  if (first === undefined) {
    return <EmptyState title="No events yet" />;
  }

  return (
    <div class="table-scroll">
      <table class="table events" data-testid="events">
        <thead>
          <tr>
            <th scope="col" class="number">Id</th><th scope="col" class="number">After</th><th scope="col">Time</th><th scope="col">Type</th>
            <th scope="col">State</th><th scope="col">Detail</th>
          </tr>
        </thead>
        <tbody>
          {events.slice(0, visibleRows).map((event) => (
            <EventRow
              key={event.id} event={event} since={timeOf(event) - timeOf(first)} visit={trace.visitByEventId.get(event.id) ?? null} selected={selected}
              open={open === event.id} onOpen={() => setOpen(open === event.id ? null : event.id)} onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
      {events.length > visibleRows && (
        <div class="more"><button type="button" class="button" onClick={() => setVisibleRows(visibleRows + rowsPerBatch)}>Show {Math.min(rowsPerBatch, events.length - visibleRows)} more of {events.length}</button></div>
      )}
    </div>
  );
}

interface RowProps {
  event: HistoryEvent;
  since: number;
  visit: Visit | null;
  selected: number | null;
  open: boolean;
  onOpen: () => void;
  onSelect: (visit: Visit) => void;
}

function EventRow({ event, since, visit, selected, open, onOpen, onSelect }: RowProps) {
  const isFailure = /Failed$|TimedOut$|Aborted$/.test(event.type);
  return (
    <>
      <tr class={visit !== null && visit.id === selected ? 'selected' : undefined} data-tone={isFailure ? 'bad' : undefined} data-testid="event">
        <td class="number muted">{event.id}</td>
        <td class="number">{formatDuration(since)}</td>
        <td class="tight numeric muted">{formatClock(event.timestamp)}</td>
        <td class="tight"><button type="button" class="link-button type" aria-expanded={open} onClick={onOpen}>{event.type}</button></td>
        <td class="tight">
          {visit !== null && (
            <button type="button" class="link-button" onClick={() => onSelect(visit)}>
              {[visit.state, ...iterationLabels(visit.scope).map(({ label }) => label)].join(' · ')}
            </button>
          )}
        </td>
        <td class="muted small wrap-anywhere">{eventSummary(event, (index) => iterationLabel({ index, name: visit?.children.find((child) => child.index === index)?.name ?? null }))}</td>
      </tr>
      {open && <tr class="expanded"><td colSpan={6}><JsonView value={withParsedDetails(event)} title={`Event ${event.id}`} /></td></tr>}
    </>
  );
}

/** An event whose details have their embedded JSON text parsed. */
function withParsedDetails(event: HistoryEvent): Json {
  const details = detailsOf(event) as Record<string, Json>;
  const entries = Object.entries(details).map(([name, value]) => [name, typeof value === 'string' && /^[[{]/.test(value) ? parseJson(value) : value]);
  const { id, previousEventId, timestamp, type } = event;
  return { id, previousEventId, timestamp, type, ...(entries.length === 0 ? {} : { details: Object.fromEntries(entries) as Json }) };
}

import { useState } from 'preact/hooks';
import type { HistoryEvent, Json } from '../../api/types';
import { Empty } from '../../components/Empty';
import { formatClock, formatDuration } from '../../components/format';
import { JsonView, parseJson } from '../../components/Json';
import { detailsOf, eventSummary, timeOf } from '../../trace/events';
import type { Trace, Visit } from '../../trace/model';

interface Props {
  events: readonly HistoryEvent[];
  trace: Trace;
  selected: number | null;
  onSelect: (visit: Visit) => void;
}

const rowsAtOnce = 200;

export function EventTable({ events, trace, selected, onSelect }: Props) {
  const [most, setMost] = useState(rowsAtOnce);
  const [open, setOpen] = useState<number | null>(null);
  const first = events[0];
  if (first === undefined) {
    return <Empty title="Nothing happened yet" />;
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
          {events.slice(0, most).map((event) => (
            <EventRow
              key={event.id} event={event} since={timeOf(event) - timeOf(first)} visit={trace.visitOf.get(event.id) ?? null} selected={selected}
              open={open === event.id} onOpen={() => setOpen(open === event.id ? null : event.id)} onSelect={onSelect}
            />
          ))}
        </tbody>
      </table>
      {events.length > most && (
        <div class="more"><button type="button" class="button" onClick={() => setMost(most + rowsAtOnce)}>Show {Math.min(rowsAtOnce, events.length - most)} more of {events.length}</button></div>
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
  const bad = /Failed$|TimedOut$|Aborted$/.test(event.type);
  return (
    <>
      <tr class={visit !== null && visit.id === selected ? 'selected' : undefined} data-tone={bad ? 'bad' : undefined} data-testid="event">
        <td class="number muted">{event.id}</td>
        <td class="number">{formatDuration(since)}</td>
        <td class="tight numeric muted">{formatClock(event.timestamp)}</td>
        <td class="tight"><button type="button" class="link-button type" aria-expanded={open} onClick={onOpen}>{event.type}</button></td>
        <td class="tight">
          {visit !== null && (
            <button type="button" class="link-button" onClick={() => onSelect(visit)}>
              {visit.state}{visit.scope.path.map(({ index }) => ` #${index}`).join('')}
            </button>
          )}
        </td>
        <td class="muted small wrap-anywhere">{eventSummary(event)}</td>
      </tr>
      {open && <tr class="expanded"><td colSpan={6}><JsonView value={unfolded(event)} title={`Event ${event.id}`} /></td></tr>}
    </>
  );
}

/** An event with the JSON that its details hold as text. */
function unfolded(event: HistoryEvent): Json {
  const details = detailsOf(event) as Record<string, Json>;
  const entries = Object.entries(details).map(([name, value]) => [name, typeof value === 'string' && /^[[{]/.test(value) ? parseJson(value) : value]);
  const { id, previousEventId, timestamp, type } = event;
  return { id, previousEventId, timestamp, type, ...(entries.length === 0 ? {} : { details: Object.fromEntries(entries) as Json }) };
}

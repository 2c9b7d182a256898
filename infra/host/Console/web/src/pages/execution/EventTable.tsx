import { useState } from 'preact/hooks';
import type { HistoryEvent, Json } from '../../api/types';
import { replaceQuery } from '../../app/router';
import { EmptyState } from '../../components/EmptyState';
import { formatClock, formatDuration, plural } from '../../components/format';
import { JsonView, parseJson } from '../../components/Json';
import { detailsOf, eventSummary, timeOf } from '../../trace/events';
import type { Trace, Visit } from '../../trace/model';
import { iterationLabel, iterationLabels } from '../../trace/selection';

interface Props {
  events: readonly HistoryEvent[];
  trace: Trace;
  selected: number | null;
  onSelect: (visit: Visit) => void;
  /** Name of the execution, which the exported file bears. */
  execution: string;
  /** The type and the state of the events to show. Empty for all. */
  filter: { type: string; state: string };
}

const rowsPerBatch = 200;

export function EventTable({ events, trace, selected, onSelect, execution, filter }: Props) {
  const [visibleRows, setVisibleRows] = useState(rowsPerBatch);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const first = events[0];
  if (first === undefined) {
    return <EmptyState title="No events yet" />;
  }

  const stateOf = (event: HistoryEvent): string => trace.visitByEventId.get(event.id)?.state ?? '';
  const list = events.filter((event) => (filter.type === '' || event.type === filter.type) && (filter.state === '' || stateOf(event) === filter.state));
  const rows = list.slice(0, visibleRows);
  const allOpen = rows.length > 0 && rows.every(({ id }) => open.has(id));
  const toggle = (id: number): void => setOpen((before) => {
    const after = new Set(before);
    if (!after.delete(id)) {
      after.add(id);
    }

    return after;
  });
  return (
    <>
      <div class="row event-filters">
        <Choice id="event-type" label="Type" all="All types" value={filter.type} options={events.map(({ type }) => type)} onChange={(type) => replaceQuery({ type })} />
        <Choice id="event-state" label="State" all="All states" value={filter.state} options={events.map(stateOf)} onChange={(of) => replaceQuery({ of })} />
        <span class="muted small" role="status" data-testid="event-count">{list.length === events.length ? plural(events.length, 'event') : `${list.length} of ${plural(events.length, 'event')}`}</span>
        <button type="button" class="button slim" disabled={rows.length === 0} onClick={() => setOpen(allOpen ? new Set() : new Set(rows.map(({ id }) => id)))} data-testid="expand-events">
          {allOpen ? 'Collapse all' : 'Expand all'}
        </button>
        <button type="button" class="button slim" onClick={() => download(`${execution}.history.json`, { events })} data-testid="export-events">Export JSON</button>
      </div>
      {list.length === 0 && <EmptyState title="No matching events">Choose another type or state.</EmptyState>}
      {list.length > 0 && (
        <div class="table-scroll">
          <table class="table events" data-testid="events">
            <thead>
              <tr>
                <th scope="col" class="number">Id</th><th scope="col" class="number">After</th><th scope="col">Time</th><th scope="col">Type</th>
                <th scope="col">State</th><th scope="col">Detail</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((event) => (
                <EventRow
                  key={event.id} event={event} since={timeOf(event) - timeOf(first)} visit={trace.visitByEventId.get(event.id) ?? null} selected={selected}
                  open={open.has(event.id)} onOpen={() => toggle(event.id)} onSelect={onSelect}
                />
              ))}
            </tbody>
          </table>
          {list.length > visibleRows && (
            <div class="more"><button type="button" class="button" onClick={() => setVisibleRows(visibleRows + rowsPerBatch)}>Show {Math.min(rowsPerBatch, list.length - visibleRows)} more of {list.length}</button></div>
          )}
        </div>
      )}
    </>
  );
}

interface ChoiceProps {
  id: string;
  label: string;
  all: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}

function Choice({ id, label, all, value, options, onChange }: ChoiceProps) {
  // A link may name a value that no event has yet.
  const values = [...new Set([...options, value])].filter((each) => each !== '').toSorted();
  return (
    <div class="row">
      <label class="small" for={id}>{label}</label>
      <select id={id} class="select" value={value} onChange={(event) => onChange(event.currentTarget.value)} data-testid={id}>
        <option value="">{all}</option>
        {values.map((each) => <option key={each} value={each}>{each}</option>)}
      </select>
    </div>
  );
}

/** Saves a history as `aws stepfunctions get-execution-history` prints it. */
function download(file: string, history: { events: readonly HistoryEvent[] }): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(history, null, 4)}\n`], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  // The browser reads the file after the click.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
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

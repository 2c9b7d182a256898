import { useMemo } from 'preact/hooks';
import type { EventDetails, Execution, HistoryEvent, MapRun } from '../../api/types';
import { mapRunLink } from '../../app/router';
import { Badge } from '../../components/Badge';
import { EmptyState } from '../../components/EmptyState';
import { formatClock, formatDuration } from '../../components/format';
import { JsonView, parseJson } from '../../components/Json';
import { outcomeAppearance } from '../../components/status';
import { findState, type StateModel } from '../../graph/model';
import { causeMessage, detailsOf } from '../../trace/events';
import type { Trace, Visit } from '../../trace/model';
import { findVisits, iterationLabels, type Selection } from '../../trace/selection';
import { Attempts } from './Attempts';

interface Props {
  trace: Trace;
  events: readonly HistoryEvent[];
  execution: Execution;
  mapRuns: readonly MapRun[];
  /** The distributed Maps of the definition. */
  maps: readonly StateModel[];
  state: string | null;
  /** The state's `Comment` in the definition. */
  comment: string | null;
  visitId: number | null;
  /** Number of the selected attempt of the visit, from 1. */
  attempt: number | null;
  selection: Selection;
  onVisit: (id: number) => void;
  onAttempt: (visitId: number, attempt: number) => void;
  onState: (state: string | null) => void;
}

/** Input, output and error of the selected state, or of the execution while no state is selected. */
export function StateDetail({ trace, events, execution, mapRuns, maps, state, comment, visitId, attempt, selection, onVisit, onAttempt, onState }: Props) {
  if (state === null) {
    return <ExecutionPayload execution={execution} />;
  }

  const visits = findVisits(trace, state, selection);
  const visit = visits.find(({ id }) => id === visitId) ?? mostRelevant(visits);
  const around = visit === undefined ? maps.find(({ scopes }) => scopes.some((scope) => findState(scope, state) !== null)) : undefined;
  const runs = mapRuns.filter((run) => run.state === (around?.name ?? state));
  return (
    <>
      <div class="panel-head">
        <div class="row"><h2>{state}</h2>{visit !== undefined && <Badge appearance={outcomeAppearance[visit.outcome]} testId="state-status" />}</div>
        <button type="button" class="link-button small" onClick={() => onState(null)}>Execution</button>
      </div>
      {comment !== null && <p class="state-comment muted small">{comment}</p>}
      {runs.map((run) => <p key={run.mapRunArn} class="state-comment small"><a href={mapRunLink(run.mapRunArn)} data-testid="state-map-run">Map Run of {run.state}</a></p>)}
      {visit === undefined
        ? <NotReached map={around?.name ?? null} isFiltered={selection.size > 0} />
        : (
            <div class="panel-body stack">
              {visits.length > 1 && <VisitPicker visits={visits} visit={visit} onVisit={onVisit} />}
              <VisitDetail visit={visit} events={events} attempt={visit.id === visitId ? attempt : null} onAttempt={(number) => onAttempt(visit.id, number)} />
            </div>
          )}
    </>
  );
}

/** @param map the distributed Map whose children have the state */
function NotReached({ map, isFiltered }: { map: string | null; isFiltered: boolean }) {
  return map === null
    ? <EmptyState title="Not reached">The execution did not reach this state{isFiltered ? ' in the selected iteration' : ''}.</EmptyState>
    : <EmptyState title={`A state of the children of ${map}`}>Each child is an execution with a page of its own.</EmptyState>;
}

function ExecutionPayload({ execution }: { execution: Execution }) {
  const running = execution.status === 'RUNNING';
  return (
    <>
      <div class="panel-head"><h2>Execution</h2><p class="muted small">Select a state for its details</p></div>
      <div class="panel-body stack">
        <JsonView value={execution.input} title="Input" testId="json-input" />
        {execution.output === null
          ? <p class="muted small">{running ? 'No output yet.' : 'No output: the execution did not succeed.'}</p>
          : <JsonView value={execution.output} title="Output" testId="json-output" />}
      </div>
    </>
  );
}

function VisitPicker({ visits, visit, onVisit }: { visits: readonly Visit[]; visit: Visit; onVisit: (id: number) => void }) {
  return (
    <div class="field">
      <label for="visit">Visit ({visits.length})</label>
      <select id="visit" class="select" value={visit.id} onChange={({ currentTarget }) => onVisit(Number(currentTarget.value))}>
        {visits.map((each, index) => <option key={each.id} value={each.id}>{visitName(each, index)} · {outcomeAppearance[each.outcome].text}</option>)}
      </select>
    </div>
  );
}

/** The visit to show when the reader has not chosen one: the last that failed, else the last with a caught error, else the last. */
const mostRelevant = (visits: readonly Visit[]): Visit | undefined =>
  visits.findLast(({ outcome }) => outcome === 'failed') ?? visits.findLast(({ outcome }) => outcome === 'caught') ?? visits.at(-1);

function visitName({ scope }: Visit, index: number): string {
  const place = iterationLabels(scope).map(({ map, label }) => `${map} ${label}`).join(' / ');
  const attempt = scope.owner !== null && scope.owner.attempts.length > 1 ? `, attempt ${scope.attempt + 1}` : '';
  return place === '' ? `Visit ${index + 1}${attempt}` : place + attempt;
}

/** The details of an event by its id. Empty until the event arrives. */
const detailsById = (events: readonly HistoryEvent[], id: number | null): EventDetails => {
  const event = id === null ? undefined : events[id - 1];
  return event === undefined ? {} : detailsOf(event);
};

interface VisitProps {
  visit: Visit;
  events: readonly HistoryEvent[];
  attempt: number | null;
  onAttempt: (attempt: number) => void;
}

function VisitDetail({ visit, events, attempt, onAttempt }: VisitProps) {
  const inputText = detailsById(events, visit.id).input;
  const outputText = detailsById(events, visit.exitId).output;
  const input = useMemo(() => (inputText === undefined ? null : parseJson(inputText)), [inputText]);
  const output = useMemo(() => (outputText === undefined ? null : parseJson(outputText)), [outputText]);
  const { retries } = visit;
  return (
    <>
      <dl class="facts">
        <div><dt>Entered</dt><dd>{formatClock(visit.enteredAt)}</dd></div>
        {visit.endedAt !== null && <div><dt>Took</dt><dd>{formatDuration(visit.endedAt - visit.enteredAt)}</dd></div>}
        {retries > 0 && <div><dt>Retries</dt><dd data-testid="state-retries">{retries}</dd></div>}
      </dl>
      {visit.error !== null && (
        <div class="notice" data-tone={visit.outcome === 'caught' ? 'warn' : 'bad'} data-testid="state-error">
          <span /><div><strong>{visit.error}</strong><p class="cause">{causeMessage(visit.cause)}</p></div>
        </div>
      )}
      {visit.cause?.startsWith('{') === true && <JsonView value={parseJson(visit.cause)} title="Cause" testId="json-cause" />}
      {visit.type === 'Task' && visit.attempts.length > 0 && <Attempts attempts={visit.attempts} selected={attempt} onSelect={onAttempt} />}
      {inputText !== undefined && <JsonView value={input} title="Input" testId="json-input" />}
      {outputText !== undefined && <JsonView value={output} title="Output" testId="json-output" />}
    </>
  );
}

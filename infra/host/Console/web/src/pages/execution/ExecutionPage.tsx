import { useMemo, useState } from 'preact/hooks';
import { pushQuery } from '../../app/router';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { useLoaded, useThrottled } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { Tabs } from '../../components/Tabs';
import { GraphView } from '../../graph/GraphView';
import { distributedMaps, findState, readDefinition, stateNames } from '../../graph/model';
import { formatSelection, parseSelection, stateStatuses, transitions } from '../../trace/selection';
import type { Visit } from '../../trace/model';
import { EventTable } from './EventTable';
import { ExecutionHeader } from './ExecutionHeader';
import { IterationPicker } from './IterationPicker';
import { Legend } from './Legend';
import { Logs } from './Logs';
import { StateDetail } from './StateDetail';
import { Timeline } from './Timeline';
import { useExecution } from './useExecution';

const wideSetting = 'wide-graph';

/** The address names what is selected: state, visit, iterations, tab and view. */
export function ExecutionPage({ name, query }: { name: string; query: URLSearchParams }) {
  const { api } = useServices();
  const { execution, events, trace, error } = useExecution(name);
  // A redrive or a resumption may run another definition than before.
  const runs = execution.value === null ? null : `${execution.value.status} ${execution.value.redriveCount}`;
  const definition = useLoaded(() => api.executionDefinition(name), [name, runs]);
  const reloadDefinition = useThrottled(250, definition.reload);
  useLive('definition', reloadDefinition, [reloadDefinition]);
  const state = query.get('state');
  const visit = query.get('visit') === null ? null : Number(query.get('visit'));
  const iterations = query.get('iteration') ?? '';
  const selection = useMemo(() => parseSelection(iterations), [iterations]);
  const tab = ['events', 'logs'].find((each) => each === query.get('tab')) ?? 'timeline';
  const attempt = query.get('attempt') === null ? null : Number(query.get('attempt'));
  const whole = query.get('view') === 'whole';
  const [wide, setWide] = useState(localStorage.getItem(wideSetting) === 'true');
  const toggleWide = (): void => {
    localStorage.setItem(wideSetting, String(!wide));
    setWide(!wide);
  };

  const statuses = useMemo(() => stateStatuses(trace, selection), [trace, selection]);
  const taken = useMemo(() => transitions(trace, selection), [trace, selection]);
  const definitionKey = definition.value === null ? '' : definition.value.hash ?? definition.value.loadedAt;
  const model = useMemo(() => definition.value && readDefinition(definition.value.definition), [definitionKey]);
  // Nothing else has Map Runs. Those of a state are known once it was entered.
  const maps = useMemo(() => (model === null ? [] : distributedMaps(model)), [model]);
  const mapRuns = useLoaded(
    async () => (maps.length === 0 ? [] : (await api.mapRuns(name)).mapRuns), [name, maps, execution.value?.status, trace.visits.at(-1)?.state],
  ).value ?? [];
  const unknownStates = useMemo(() => {
    const known = new Set(model === null ? [] : stateNames(model));
    return model === null ? [] : [...new Set(trace.visits.map((each) => each.state))].filter((each) => !known.has(each));
  }, [model, trace]);
  if (execution.value === null) {
    return execution.error === null
      ? <div class="page" aria-busy="true" />
      : <EmptyState title="Execution not found" level="h1">{execution.error} <a href="#/executions">All executions</a></EmptyState>;
  }

  const show = (chosen: Visit): void => pushQuery({
    state: chosen.state, visit: String(chosen.id), attempt: '',
    iteration: formatSelection(new Map([...selection, ...chosen.scope.path.map(({ map, index }) => [map, index] as const)])),
  });
  const select = (chosen: string | null): void => pushQuery({ state: chosen ?? '', visit: '', attempt: '' });
  return (
    <div class="page" data-testid="execution-page" data-status={execution.value.status}>
      <ExecutionHeader
        execution={execution.value} restarts={execution.value.stateMachineArn.endsWith(':image-pipeline') && trace.visits.at(-1)?.type === 'Fail'} mapRuns={mapRuns} onChange={execution.reload}
      />
      {error !== null && <Notice tone="bad" title="Could not load the history">{error}</Notice>}
      {unknownStates.length > 0 && (
        <Notice tone="warn" title="The definition has changed">
          An older version of the host ran this execution and did not keep its definition. The graph shows the current one, which does not have {unknownStates.join(', ')}.
        </Notice>
      )}
      {definition.value?.isKnown === true && !definition.value.isCurrent && (
        <Notice tone="idle" title="An earlier definition" testId="earlier-definition">
          The graph shows the definition that this execution ran. New executions run <a href="#/definition">the current one</a>.
        </Notice>
      )}
      <div class={wide ? 'execution-grid wide' : 'execution-grid'}>
        <section class="panel graph-panel" aria-label="Graph">
          <IterationPicker trace={trace} selection={selection} onSelect={(next) => pushQuery({ iteration: formatSelection(next), visit: '', attempt: '' })} />
          {model !== null && (
            <GraphView
              model={model} path={{ on: !whole, toggle: () => pushQuery({ view: whole ? '' : 'whole' }) }} statuses={statuses} taken={taken} selected={state} onSelect={select}
              wide={{ on: wide, toggle: toggleWide }}
            />
          )}
          <Legend />
        </section>
        <section class="panel detail" aria-label="Selected state" data-testid="state-detail">
          <StateDetail
            trace={trace} events={events} execution={execution.value} mapRuns={mapRuns} maps={maps} state={state} comment={state === null || model === null ? null : findState(model, state)?.comment ?? null}
            visitId={visit} attempt={attempt} selection={selection} onVisit={(id) => pushQuery({ visit: String(id), state: state ?? '', attempt: '' })}
            onAttempt={(id, number) => pushQuery({ visit: String(id), attempt: String(number) })} onState={select}
          />
        </section>
      </div>
      <section class="panel" aria-label="History">
        <Tabs
          label="History" selected={tab} onSelect={(id) => pushQuery({ tab: id === 'timeline' ? '' : id })}
          tabs={[{ id: 'timeline', title: 'Timeline' }, { id: 'events', title: `Events (${events.length})` }, { id: 'logs', title: 'Logs' }]}
        >
          {tab === 'logs' && (
            <Logs
              key={name} execution={name} trace={trace} running={execution.value.status === 'RUNNING'} version={`${execution.value.status} ${events.length}`}
              filter={{ state: query.get('of') ?? '', level: query.get('level') ?? '', text: query.get('q') ?? '' }}
            />
          )}
          {tab === 'timeline' && <Timeline trace={trace} startTime={execution.value.startDate} running={execution.value.status === 'RUNNING'} selected={visit} onSelect={show} />}
          {tab === 'events' && (
            <EventTable
              events={events} trace={trace} selected={visit} onSelect={show} execution={name} filter={{ type: query.get('type') ?? '', state: query.get('of') ?? '' }}
            />
          )}
        </Tabs>
      </section>
    </div>
  );
}

import { useMemo, useState } from 'preact/hooks';
import { useLive, useServices } from '../../app/services';
import { EmptyState } from '../../components/EmptyState';
import { useLoaded } from '../../components/hooks';
import { Notice } from '../../components/Notice';
import { Tabs } from '../../components/Tabs';
import { GraphView } from '../../graph/GraphView';
import { findState, readDefinition, stateNames } from '../../graph/model';
import { stateStatuses, transitions, type Selection } from '../../trace/selection';
import type { Visit } from '../../trace/model';
import { EventTable } from './EventTable';
import { ExecutionHeader } from './ExecutionHeader';
import { IterationPicker } from './IterationPicker';
import { Legend } from './Legend';
import { StateDetail } from './StateDetail';
import { Timeline } from './Timeline';
import { useExecution } from './useExecution';

const wideSetting = 'wide-graph';

export function ExecutionPage({ name }: { name: string }) {
  const { api } = useServices();
  const { execution, events, trace, error } = useExecution(name);
  const definition = useLoaded(api.definition, []);
  useLive('definition', definition.reload, [definition.reload]);
  const [state, setState] = useState<string | null>(null);
  const [visit, setVisit] = useState<number | null>(null);
  const [selection, setSelection] = useState<Selection>(new Map());
  const [tab, setTab] = useState('timeline');
  const [wide, setWide] = useState(localStorage.getItem(wideSetting) === 'true');
  const toggleWide = (): void => {
    localStorage.setItem(wideSetting, String(!wide));
    setWide(!wide);
  };

  const statuses = useMemo(() => stateStatuses(trace, selection), [trace, selection]);
  const taken = useMemo(() => transitions(trace, selection), [trace, selection]);
  const model = useMemo(() => definition.value && readDefinition(definition.value.definition), [definition.value]);
  const unknownStates = useMemo(() => {
    const known = new Set(model === null ? [] : stateNames(model));
    return model === null ? [] : [...new Set(trace.visits.map((each) => each.state))].filter((each) => !known.has(each));
  }, [model, trace]);
  if (execution.value === null) {
    return execution.error === null
      ? <div class="page" aria-busy="true" />
      : <EmptyState title="Execution not found" level="h1">{execution.error} <a href="#/executions">All executions</a></EmptyState>;
  }

  const show = (chosen: Visit): void => {
    setState(chosen.state);
    setVisit(chosen.id);
    setSelection(new Map([...selection, ...chosen.scope.path.map(({ map, index }) => [map, index] as const)]));
  };
  const select = (chosen: string): void => {
    setState(chosen);
    setVisit(null);
  };
  return (
    <div class="page" data-testid="execution-page" data-status={execution.value.status}>
      <ExecutionHeader execution={execution.value} onChange={execution.reload} />
      {error !== null && <Notice tone="bad" title="Could not load the history">{error}</Notice>}
      {unknownStates.length > 0 && (
        <Notice tone="warn" title="The definition has changed">The graph shows the current definition, which no longer has {unknownStates.join(', ')}.</Notice>
      )}
      <div class={wide ? 'execution-grid wide' : 'execution-grid'}>
        <section class="panel graph-panel" aria-label="Graph">
          <IterationPicker trace={trace} selection={selection} onSelect={(next) => { setSelection(next); setVisit(null); }} />
          {definition.value !== null && (
            <GraphView
              definition={definition.value.definition} statuses={statuses} taken={taken} selected={state} onSelect={select}
              wide={{ on: wide, toggle: toggleWide }}
            />
          )}
          <Legend />
        </section>
        <section class="panel detail" aria-label="Selected state" data-testid="state-detail">
          <StateDetail
            trace={trace} events={events} execution={execution.value} state={state} comment={state === null || model === null ? null : findState(model, state)?.comment ?? null}
            visitId={visit} selection={selection} onVisit={setVisit} onState={setState}
          />
        </section>
      </div>
      <section class="panel" aria-label="History">
        <Tabs
          label="History" selected={tab} onSelect={setTab}
          tabs={[{ id: 'timeline', title: 'Timeline' }, { id: 'events', title: `Events (${events.length})` }]}
        >
          {tab === 'timeline'
            ? <Timeline trace={trace} startTime={execution.value.startDate} running={execution.value.status === 'RUNNING'} selected={visit} onSelect={show} />
            : <EventTable events={events} trace={trace} selected={visit} onSelect={show} />}
        </Tabs>
      </section>
    </div>
  );
}

import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StateStatus } from '../trace/selection';
import { GraphEdge, isTaken } from './GraphEdge';
import { GraphNode } from './GraphNode';
import { layOutIn, readableZoom, zoomToFit } from './fit';
import { createMeasure } from './measure';
import { distributedMaps, withoutChildren, type ScopeModel } from './model';
import { findNeighbour } from './neighbour';
import { pathOf } from './path';
import type { NodeBox, Size } from './picture';

interface Props {
  model: ScopeModel;
  /** Whether only the states that the execution reached are shown. Absent when there is no execution. */
  path?: { on: boolean; toggle: () => void };
  /** The outcome of each state. Null when the graph shows a definition without an execution. */
  statuses: ReadonlyMap<string, StateStatus> | null;
  /** Keys of the transitions taken; see `transitionKey`. */
  taken: ReadonlySet<string> | null;
  selected: string | null;
  onSelect: (state: string) => void;
  /** Whether the graph takes the whole width of the page. Absent when the reader cannot choose. */
  wide?: { on: boolean; toggle: () => void };
}

const zoomLevels = [0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.5, 2];
const smallestZoom = 0.2;
// Share of the screen's height that a graph gets when what is above it takes the rest.
const leastShare = 0.6;

/** Draws a state machine. The graph is one stop of the Tab key; the arrow keys move between states and Enter selects one. */
export function GraphView({ model: whole, path, statuses: allStatuses, taken: allTaken, selected, onSelect, wide }: Props) {
  // The children of a distributed Map are executions of their own, so their states are a graph of their own.
  const maps = useMemo(() => distributedMaps(whole), [whole]);
  const [inside, setInside] = useState('');
  const map = maps.find(({ name }) => name === inside);
  const model = useMemo(() => withoutChildren(map?.scopes[0] ?? whole), [whole, map]);
  const [statuses, taken] = map === undefined ? [allStatuses, allTaken] : [null, null];
  const isPath = path?.on === true && statuses !== null && statuses.size > 0 && taken !== null;
  // Many live events change nothing that the layout depends on.
  const shown = isPath ? [...statuses.keys(), ...taken].join('\n') : '';
  const viewport = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState<Size | null>(null);
  const picture = useMemo(
    () => (room === null ? null : layOutIn(isPath ? pathOf(model, (name) => statuses.has(name), taken) : model, room, createMeasure())),
    [model, shown, room?.width, room?.height],
  );
  // Null until the reader chooses a size: then all of the graph is visible, if that is readable.
  const [chosen, setChosen] = useState<number | 'all' | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  useEffect(() => {
    const { current: box } = viewport;
    if (box === null) {
      return undefined;
    }

    const measureRoom = (): void => setRoom((before) => { const now = roomOf(box); return before?.width === now.width && before.height === now.height ? before : now; });
    const observer = new ResizeObserver(measureRoom);
    observer.observe(box);
    addEventListener('resize', measureRoom);
    return () => {
      observer.disconnect();
      removeEventListener('resize', measureRoom);
    };
  }, []);

  const all = picture === null || room === null ? 1 : Math.max(smallestZoom, zoomToFit(picture, room));
  const zoom = chosen === null ? Math.max(readableZoom, all) : chosen === 'all' ? all : chosen;
  const fits = zoom <= all + 0.001;
  const stop = current ?? selected ?? picture?.nodes[0]?.state.name ?? null;
  const move = (name: string): void => {
    setCurrent(name);
    viewport.current?.querySelector<SVGGElement>(`[data-state="${CSS.escape(name)}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent, name: string): void => {
    const from = picture?.nodes.find((node) => node.state.name === name);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(name);
    } else if (event.key.startsWith('Arrow') && picture !== null && from !== undefined) {
      event.preventDefault();
      move(findNeighbour(picture.nodes, from, event.key)?.state.name ?? name);
    }
  };
  const step = (direction: number): void => {
    const next = direction > 0 ? zoomLevels.find((size) => size > zoom + 0.01) : zoomLevels.findLast((size) => size < zoom - 0.01);
    setChosen(next ?? zoom);
  };

  return (
    <div class={`graph${isPath ? ' path' : ''}${typeof chosen === 'number' ? ' zoomed' : ''}`}>
      <div class="graph-tools" role="group" aria-label="Zoom">
        <button type="button" class="icon-button slim" aria-label="Zoom out" onClick={() => step(-1)}>−</button>
        <button type="button" class="button slim" aria-pressed={fits} onClick={() => setChosen(fits ? 1 : 'all')}>Fit</button>
        <button type="button" class="icon-button slim" aria-label="Zoom in" onClick={() => step(1)}>+</button>
        {maps.length > 0 && (
          <select class="select" aria-label="Part of the state machine" value={map === undefined ? '' : inside} onChange={({ currentTarget }) => setInside(currentTarget.value)} data-testid="graph-part">
            <option value="">State machine</option>
            {maps.map(({ name }) => <option key={name} value={name}>Children of {name}</option>)}
          </select>
        )}
        {path !== undefined && map === undefined && <button type="button" class="button slim" aria-pressed={path.on} onClick={path.toggle} data-testid="path-only">Path taken</button>}
        {wide !== undefined && <button type="button" class="button slim wide-toggle" aria-pressed={wide.on} onClick={wide.toggle}>Wide</button>}
      </div>
      <div class="graph-viewport" ref={viewport} tabIndex={0} role="region" aria-label="State machine diagram">
        {picture !== null && (
          <svg
            class="graph-picture" data-testid="graph" role="group" aria-label="State machine" viewBox={`0 0 ${picture.width} ${picture.height}`}
            width={picture.width * zoom} height={picture.height * zoom}
          >
            <defs>
              <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="arrow" d="M0 1L9 5 0 9z" /></marker>
              <marker id="arrow-taken" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto-start-reverse"><path class="arrow taken" d="M0 1L9 5 0 9z" /></marker>
            </defs>
            {picture.nodes.filter((node) => node.inner !== null).map((node) => box(node))}
            {picture.edges.toSorted((one, other) => Number(isTaken(one.edge, taken)) - Number(isTaken(other.edge, taken))).map((line) => <GraphEdge key={`${line.edge.from} ${line.edge.to} ${line.edge.kind}`} line={line} taken={taken} />)}
            {picture.starts.map(({ x, y }) => <circle key={`${x} ${y}`} class="start" cx={x} cy={y} r={6} />)}
            {picture.nodes.filter((node) => node.inner === null).map((node) => box(node))}
          </svg>
        )}
      </div>
    </div>
  );

  function box(node: NodeBox) {
    const { name } = node.state;
    return (
      <GraphNode
        key={name} node={node} status={statuses?.get(name) ?? null} isPlain={statuses === null} selected={name === selected} tabStop={name === stop}
        onSelect={() => onSelect(name)} onFocus={() => setCurrent(name)} onKey={(event) => onKey(event, name)}
      />
    );
  }
}

/** The part of the screen that a graph may take without scrolling, in pixels. */
function roomOf(viewport: HTMLElement): Size {
  const style = getComputedStyle(viewport);
  const padding = (...sides: string[]): number => sides.reduce((sum, side) => sum + parseFloat(style.getPropertyValue(`padding-${side}`)), 0);
  const legend = viewport.closest('.panel')?.querySelector<HTMLElement>('.legend')?.offsetHeight ?? 0;
  const top = viewport.getBoundingClientRect().top + scrollY;
  return {
    width: viewport.clientWidth - padding('left', 'right'),
    height: Math.max(innerHeight - top - legend - 1, leastShare * innerHeight) - padding('top', 'bottom'),
  };
}

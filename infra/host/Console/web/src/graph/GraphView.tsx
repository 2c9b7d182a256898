import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { StateStatus } from '../trace/selection';
import { GraphEdge } from './GraphEdge';
import { GraphNode } from './GraphNode';
import { findNeighbour, layOut } from './layout';
import { createMeasure } from './measure';
import type { ScopeModel } from './model';
import { pathOf } from './path';

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
const minFitZoom = 0.5;
// The smallest texts have 12 pixels, and at least 11 on the screen.
const minPathZoom = 11 / 12;

/** Draws a state machine. The graph is one stop of the Tab key; the arrow keys move between states and Enter selects one. */
export function GraphView({ model, path, statuses, taken, selected, onSelect, wide }: Props) {
  const isPath = path?.on === true && statuses !== null && statuses.size > 0 && taken !== null;
  // Many live events change nothing that the layout depends on.
  const shown = isPath ? [...statuses.keys(), ...taken].join('\n') : '';
  const picture = useMemo(
    () => layOut(isPath ? pathOf(model, (name) => statuses.has(name), taken) : model, createMeasure(), isPath ? 'compact' : 'roomy'),
    [model, shown],
  );
  const viewport = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [fits, setFits] = useState(true);
  const [current, setCurrent] = useState<string | null>(null);
  const fit = (): void => {
    const width = viewport.current?.clientWidth ?? 0;
    setZoom(Math.min(1, Math.max(isPath ? minPathZoom : minFitZoom, (width - 8) / picture.width)));
  };
  useEffect(() => {
    if (!fits || viewport.current === null) {
      return undefined;
    }

    const observer = new ResizeObserver(fit);
    observer.observe(viewport.current);
    return () => observer.disconnect();
  }, [picture, fits]);
  useEffect(() => {
    // A picture that does not fit scrolls to its start.
    const { current: box } = viewport;
    const start = picture.starts[0];
    if (box !== null && start !== undefined) {
      box.scrollLeft = start.x * zoom - box.clientWidth / 2;
    }
  }, [picture, zoom]);

  const stop = current ?? selected ?? picture.nodes[0]?.state.name ?? null;
  const move = (name: string): void => {
    setCurrent(name);
    viewport.current?.querySelector<SVGGElement>(`[data-state="${CSS.escape(name)}"]`)?.focus();
  };
  const onKey = (event: KeyboardEvent, name: string): void => {
    const from = picture.nodes.find((node) => node.state.name === name);
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onSelect(name);
    } else if (event.key.startsWith('Arrow') && from !== undefined) {
      event.preventDefault();
      move(findNeighbour(picture.nodes, from, event.key)?.state.name ?? name);
    }
  };
  const step = (direction: number): void => {
    const next = direction > 0 ? zoomLevels.find((size) => size > zoom + 0.01) : zoomLevels.findLast((size) => size < zoom - 0.01);
    setFits(false);
    setZoom(next ?? zoom);
  };

  const { width, height } = picture;
  return (
    <div class={isPath ? 'graph path' : 'graph'}>
      <div class="graph-tools" role="group" aria-label="Zoom">
        <button type="button" class="icon-button slim" aria-label="Zoom out" onClick={() => step(-1)}>−</button>
        <button type="button" class="button slim" aria-pressed={fits} onClick={() => setFits(!fits)}>Fit</button>
        <button type="button" class="icon-button slim" aria-label="Zoom in" onClick={() => step(1)}>+</button>
        {path !== undefined && <button type="button" class="button slim" aria-pressed={path.on} onClick={path.toggle} data-testid="path-only">Path taken</button>}
        {wide !== undefined && <button type="button" class="button slim wide-toggle" aria-pressed={wide.on} onClick={wide.toggle}>Wide</button>}
      </div>
      <div class="graph-viewport" ref={viewport} tabIndex={0} role="region" aria-label="State machine diagram">
        <svg
          class="graph-picture" data-testid="graph" role="group" aria-label="State machine" viewBox={`0 0 ${width} ${height}`}
          width={width * zoom} height={height * zoom}
        >
          <defs>
            <marker id="arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="arrow" d="M0 1L9 5 0 9z" /></marker>
            <marker id="arrow-taken" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto"><path class="arrow taken" d="M0 1L9 5 0 9z" /></marker>
          </defs>
          {picture.nodes.filter((node) => node.inner !== null).map((node) => box(node))}
          {picture.edges.map((line) => <GraphEdge key={`${line.edge.from} ${line.edge.to} ${line.edge.kind}`} line={line} taken={taken} />)}
          {picture.starts.map(({ x, y }) => <circle key={`${x} ${y}`} class="start" cx={x} cy={y} r={7} />)}
          {picture.nodes.filter((node) => node.inner === null).map((node) => box(node))}
        </svg>
      </div>
    </div>
  );

  function box(node: (typeof picture.nodes)[number]) {
    const { name } = node.state;
    return (
      <GraphNode
        key={name} node={node} status={statuses?.get(name) ?? null} isPlain={statuses === null} selected={name === selected} tabStop={name === stop}
        onSelect={() => onSelect(name)} onFocus={() => setCurrent(name)} onKey={(event) => onKey(event, name)}
      />
    );
  }
}

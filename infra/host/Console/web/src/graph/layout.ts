import { Graph, layout } from '@dagrejs/dagre';
import type { EdgeModel, ScopeModel, StateModel } from './model';

export interface Point {
  x: number;
  y: number;
}

/** A state's box in pixels. `x` and `y` are its top left corner in the picture. */
export interface NodeBox extends Point {
  state: StateModel;
  width: number;
  height: number;
  /** Top left corner of the inner states of a Map or Parallel. Null for other states. */
  inner: Point | null;
}

export interface EdgeLine {
  edge: EdgeModel;
  points: Point[];
  label: (Point & { lines: string[] }) | null;
}

export interface Picture {
  width: number;
  height: number;
  nodes: NodeBox[];
  edges: EdgeLine[];
  /** Positions of the start points of scopes. */
  starts: Point[];
}

const node = { height: 42, minWidth: 96, chrome: 46 };
// Without branches, arrows need less room.
const spacings = { roomy: { nodesep: 16, ranksep: 30, marginy: 10 }, compact: { nodesep: 16, ranksep: 20, marginy: 6 } };
const cluster = { header: 38, padding: 14, gap: 18 };
const label = { height: 15, maxLength: 26 };

// Minimum ranks that a transition spans. Ends and defaults are placed below the main path, which makes the picture narrower.
const ranks = { default: 3, end: 2, other: 1 };

// No state can have this name: control characters are not allowed in names.
const start = { name: '\nstart', size: 16 };

/** Returns the width of a text in pixels. Titles have a larger and bolder font than labels. */
export type Measure = (text: string, kind: 'title' | 'label') => number;

/** An estimate for use without a screen. */
const estimateWidth: Measure = (text, kind) => text.length * (kind === 'title' ? 7.4 : 6);

/**
 * Lays out a scope from top to bottom. The inner states of a Map or Parallel are laid out on their own, and the outer scope treats them
 * as one box.
 */
export function layOut(scope: ScopeModel, measure: Measure = estimateWidth, spacing: keyof typeof spacings = 'roomy'): Picture {
  const innerPictures = new Map(scope.states.map((state) => [state.name, state.scopes.map((inner) => layOut(inner, measure, spacing))]));
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', edgesep: 8, marginx: 10, ...spacings[spacing] });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode(start.name, { width: start.size, height: start.size });
  scope.states.forEach((state) => graph.setNode(state.name, sizeOf(state, innerPictures.get(state.name)!, measure)));
  const ends = new Set(scope.states.filter((state) => state.isEnd).map((state) => state.name));
  scope.edges.forEach((edge, index) => {
    const minlen = spacing === 'compact' ? ranks.other : edge.kind === 'default' ? ranks.default : ends.has(edge.to) && edge.kind !== 'catch' && edge.kind !== 'start' ? ranks.end : ranks.other;
    graph.setEdge(edge.from ?? start.name, edge.to, { ...edgeSize(edge, measure), minlen }, String(index));
  });
  layout(graph);

  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const picture: Picture = { width, height, nodes: [], edges: [], starts: [] };
  const origin = graph.node(start.name) as unknown as Point;
  picture.starts.push({ x: origin.x, y: origin.y });
  for (const state of scope.states) {
    const at = graph.node(state.name) as unknown as Point & { width: number; height: number };
    addNode(picture, state, { x: at.x - at.width / 2, y: at.y - at.height / 2 }, at, innerPictures.get(state.name)!);
  }

  scope.edges.forEach((edge, index) => {
    const line = graph.edge(edge.from ?? start.name, edge.to, String(index)) as unknown as { points: Point[]; x?: number; y?: number };
    const lines = labelLines(edge);
    picture.edges.push({ edge, points: line.points, label: lines.length === 0 ? null : { x: line.x ?? 0, y: line.y ?? 0, lines } });
  });
  return picture;
}

export function labelLines(edge: EdgeModel): string[] {
  // Most states catch every error, and the dashed line already shows that.
  // For `outcome = accepted` the value is enough: the rules of one Choice usually test the same variable.
  return edge.labels.filter((text) => text !== 'any error').map((text) => text.replace(/^[\w-]+ = /, ''))
    .map((text) => (text.length > label.maxLength ? `${text.slice(0, label.maxLength - 1)}…` : text));
}

function edgeSize(edge: EdgeModel, measure: Measure): { width: number; height: number; labelpos: 'c'; weight: number } {
  const lines = labelLines(edge);
  return {
    width: Math.max(0, ...lines.map((line) => measure(line, 'label') + 6)),
    height: lines.length * label.height,
    labelpos: 'c',
    weight: edge.kind === 'catch' ? 1 : 4,
  };
}

function sizeOf(state: StateModel, innerPictures: Picture[], measure: Measure): { width: number; height: number } {
  const minWidth = Math.max(node.minWidth, Math.ceil(measure(state.name, 'title')) + node.chrome);
  if (innerPictures.length === 0) {
    return { width: minWidth, height: node.height };
  }

  const inner = innerPictures.reduce((sum, picture) => sum + picture.width, cluster.gap * (innerPictures.length - 1));
  return {
    width: Math.max(minWidth + 70, inner + 2 * cluster.padding),
    height: cluster.header + cluster.padding + Math.max(...innerPictures.map((picture) => picture.height)),
  };
}

function addNode(picture: Picture, state: StateModel, at: Point, size: { width: number; height: number }, innerPictures: Picture[]): void {
  const inner = innerPictures.length === 0 ? null : { x: at.x, y: at.y + cluster.header };
  picture.nodes.push({ state, x: at.x, y: at.y, width: size.width, height: size.height, inner });
  const total = innerPictures.reduce((sum, each) => sum + each.width, cluster.gap * (innerPictures.length - 1));
  let x = at.x + (size.width - total) / 2;
  for (const each of innerPictures) {
    merge(picture, each, { x, y: at.y + cluster.header });
    x += each.width + cluster.gap;
  }
}

function merge(picture: Picture, inner: Picture, offset: Point): void {
  const move = <T extends Point>(point: T): T => ({ ...point, x: point.x + offset.x, y: point.y + offset.y });
  picture.nodes.push(...inner.nodes.map((each) => ({ ...move(each), inner: each.inner === null ? null : move(each.inner) })));
  picture.starts.push(...inner.starts.map(move));
  picture.edges.push(...inner.edges.map((each) => ({
    edge: each.edge, points: each.points.map(move), label: each.label === null ? null : move(each.label),
  })));
}

/** An SVG path: a smooth line through the midpoints between the points. */
export function linePath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) {
    return '';
  }

  const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  let path = `M${text(first)}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    path += next === undefined ? `L${text(point)}` : `Q${text(point)} ${text({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 })}`;
  });
  return path;
}

/** Finds the nearest box in the direction of an arrow key. Returns null when there is none. */
export function findNeighbour(nodes: readonly NodeBox[], from: NodeBox, key: string): NodeBox | null {
  const middle = (box: NodeBox): Point => ({ x: box.x + box.width / 2, y: box.y + (box.inner === null ? box.height / 2 : 20) });
  const at = middle(from);
  let best: { box: NodeBox; distance: number } | null = null;
  for (const box of nodes.filter((each) => each !== from)) {
    const { x, y } = middle(box);
    const [along, across] = key === 'ArrowDown' ? [y - at.y, x - at.x] : key === 'ArrowUp' ? [at.y - y, x - at.x]
      : key === 'ArrowRight' ? [x - at.x, y - at.y] : [at.x - x, y - at.y];
    const distance = along + 2 * Math.abs(across);
    if (along > 4 && (best === null || distance < best.distance)) {
      best = { box, distance };
    }
  }

  return best?.box ?? null;
}

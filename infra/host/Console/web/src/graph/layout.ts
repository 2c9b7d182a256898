import { Graph, layout } from '@dagrejs/dagre';
import type { EdgeModel, ScopeModel, StateModel } from './model';

export interface Point {
  x: number;
  y: number;
}

/** A state's box, its top left corner relative to the picture. */
export interface NodeBox extends Point {
  state: StateModel;
  width: number;
  height: number;
  /** Where a Map's or Parallel's inner states lie; null for all others. */
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
  /** Where scopes start. */
  starts: Point[];
}

const node = { height: 42, least: 96, chrome: 46 };
const cluster = { header: 38, padding: 14, between: 18 };
const label = { height: 15, longest: 26 };

// Ranks that a way spans at least. Ends and what is otherwise lie below what goes on: that makes the picture narrower.
const ranks = { default: 3, end: 2, other: 1 };

// States cannot be named so: control characters are not allowed.
const start = { name: '\nstart', size: 16 };

/** How wide a text is in pixels; titles are in a larger and bolder font than labels. */
export type Measure = (text: string, kind: 'title' | 'label') => number;

/** A guess, for where there is no screen. */
const guess: Measure = (text, kind) => text.length * (kind === 'title' ? 7.4 : 6);

/** Lays out a scope from top to bottom. A Map's or Parallel's inside is laid out by itself and is one box to what is outside. */
export function layOut(scope: ScopeModel, measure: Measure = guess): Picture {
  const inside = new Map(scope.states.map((state) => [state.name, state.scopes.map((inner) => layOut(inner, measure))]));
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 16, ranksep: 30, edgesep: 8, marginx: 10, marginy: 10 });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode(start.name, { width: start.size, height: start.size });
  scope.states.forEach((state) => graph.setNode(state.name, sizeOf(state, inside.get(state.name)!, measure)));
  const ends = new Set(scope.states.filter((state) => state.isEnd).map((state) => state.name));
  scope.edges.forEach((edge, index) => {
    const minlen = edge.kind === 'default' ? ranks.default : ends.has(edge.to) && edge.kind !== 'catch' && edge.kind !== 'start' ? ranks.end : ranks.other;
    graph.setEdge(edge.from ?? start.name, edge.to, { ...edgeSize(edge, measure), minlen }, String(index));
  });
  layout(graph);

  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number };
  const picture: Picture = { width, height, nodes: [], edges: [], starts: [] };
  const origin = graph.node(start.name) as unknown as Point;
  picture.starts.push({ x: origin.x, y: origin.y });
  for (const state of scope.states) {
    const at = graph.node(state.name) as unknown as Point & { width: number; height: number };
    place(picture, state, { x: at.x - at.width / 2, y: at.y - at.height / 2 }, at, inside.get(state.name)!);
  }

  scope.edges.forEach((edge, index) => {
    const line = graph.edge(edge.from ?? start.name, edge.to, String(index)) as unknown as { points: Point[]; x?: number; y?: number };
    const lines = labelLines(edge);
    picture.edges.push({ edge, points: line.points, label: lines.length === 0 ? null : { x: line.x ?? 0, y: line.y ?? 0, lines } });
  });
  return picture;
}

export function labelLines(edge: EdgeModel): string[] {
  // Most states catch every error; the dashed line says that already.
  // Of `outcome = accepted` the value says enough: the ways out of one state mostly ask for the same.
  return edge.labels.filter((text) => text !== 'any error').map((text) => text.replace(/^[\w-]+ = /, ''))
    .map((text) => (text.length > label.longest ? `${text.slice(0, label.longest - 1)}…` : text));
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

function sizeOf(state: StateModel, inside: Picture[], measure: Measure): { width: number; height: number } {
  const least = Math.max(node.least, Math.ceil(measure(state.name, 'title')) + node.chrome);
  if (inside.length === 0) {
    return { width: least, height: node.height };
  }

  const inner = inside.reduce((sum, picture) => sum + picture.width, cluster.between * (inside.length - 1));
  return {
    width: Math.max(least + 70, inner + 2 * cluster.padding),
    height: cluster.header + cluster.padding + Math.max(...inside.map((picture) => picture.height)),
  };
}

function place(picture: Picture, state: StateModel, at: Point, size: { width: number; height: number }, inside: Picture[]): void {
  const inner = inside.length === 0 ? null : { x: at.x, y: at.y + cluster.header };
  picture.nodes.push({ state, x: at.x, y: at.y, width: size.width, height: size.height, inner });
  const total = inside.reduce((sum, each) => sum + each.width, cluster.between * (inside.length - 1));
  let x = at.x + (size.width - total) / 2;
  for (const each of inside) {
    merge(picture, each, { x, y: at.y + cluster.header });
    x += each.width + cluster.between;
  }
}

function merge(picture: Picture, inner: Picture, by: Point): void {
  const move = <T extends Point>(point: T): T => ({ ...point, x: point.x + by.x, y: point.y + by.y });
  picture.nodes.push(...inner.nodes.map((each) => ({ ...move(each), inner: each.inner === null ? null : move(each.inner) })));
  picture.starts.push(...inner.starts.map(move));
  picture.edges.push(...inner.edges.map((each) => ({
    edge: each.edge, points: each.points.map(move), label: each.label === null ? null : move(each.label),
  })));
}

/** A smooth line through the middles between points. */
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

/** The box nearest to another in a direction, for the arrow keys; null when there is none. */
export function neighbour(nodes: readonly NodeBox[], from: NodeBox, key: string): NodeBox | null {
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

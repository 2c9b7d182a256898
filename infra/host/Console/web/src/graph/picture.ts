import type { EdgeModel, StateModel } from './model';

export interface Point {
  x: number;
  y: number;
}

export interface Size {
  width: number;
  height: number;
}

/** A state's box in pixels. `x` and `y` are its top left corner in the picture. */
export interface NodeBox extends Point, Size {
  state: StateModel;
  /** Top left corner of the inner states of a Map or Parallel. Null for other states. */
  inner: Point | null;
}

export interface EdgeLine {
  edge: EdgeModel;
  points: Point[];
  /** The middle of the label. Null when there is none. */
  label: (Point & { lines: string[] }) | null;
}

export interface Picture extends Size {
  nodes: NodeBox[];
  edges: EdgeLine[];
  /** Positions of the start points of scopes. */
  starts: Point[];
}

export const emptyPicture = (size: Size = { width: 0, height: 0 }): Picture => ({ ...size, nodes: [], edges: [], starts: [] });

/** Adds a picture to another one. */
export function merge(picture: Picture, inner: Picture, offset: Point): void {
  const move = <T extends Point>(point: T): T => ({ ...point, x: point.x + offset.x, y: point.y + offset.y });
  picture.nodes.push(...inner.nodes.map((each) => ({ ...move(each), inner: each.inner === null ? null : move(each.inner) })));
  picture.starts.push(...inner.starts.map(move));
  picture.edges.push(...inner.edges.map((each) => ({
    edge: each.edge, points: each.points.map(move), label: each.label === null ? null : move(each.label),
  })));
}

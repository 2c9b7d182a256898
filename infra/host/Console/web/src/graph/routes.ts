import type { Cell } from './arrange';
import type { Grid } from './grid';
import type { EdgeModel } from './model';

export type Side = 'left' | 'right';

/**
 * The way of a transition through the grid. `down` and `across` are straight. Every other way leaves a state at a side, turns into a lane of
 * a gutter, and enters the target at a side. Between gutters it runs at the height where it leaves (`exit`), where it enters (`entry`), or
 * in a gap between rows (`gap`).
 */
export interface Route {
  edge: EdgeModel;
  kind: 'down' | 'across' | 'beside' | 'exit' | 'entry' | 'gap';
  from: Cell;
  to: Cell;
  exitSide: Side;
  entrySide: Side;
  exitGutter: number;
  entryGutter: number;
  gap: number;
  /** Transitions with the same target, side and kind share lanes. */
  group: string;
}

/** Chooses the way of a transition between two different or the same states. */
export function routeOf(edge: EdgeModel, from: Cell, to: Cell, grid: Grid, isAligned: boolean): Route {
  const isSame = from.column === to.column;
  const goesLeft = to.column < from.column;
  const exitSide = goesLeft ? 'left' : 'right';
  const entrySide = goesLeft || isSame ? 'right' : 'left';
  const exitGutter = goesLeft ? from.column - 1 : from.column;
  const entryGutter = goesLeft || isSame ? to.column : to.column - 1;
  const route = (kind: Route['kind'], gap = 0): Route => ({
    edge, kind, from, to, exitSide, entrySide, exitGutter, entryGutter, gap, group: `${edge.to}\n${edge.kind === 'catch'}\n${entrySide}`,
  });
  if (isSame) {
    return route(isAligned && from !== to && grid.isColumnClear(to.column, from, to) ? 'down' : 'beside');
  }

  if (from.row === to.row && grid.isRowClear(from.row, from.column, to.column)) {
    return route('across');
  }

  if (exitGutter === entryGutter) {
    return route('beside');
  }

  if (grid.isRowClear(from.row, from.column, to.column)) {
    return route('exit');
  }

  if (grid.isRowClear(to.row, from.column, to.column)) {
    return route('entry');
  }

  const usual = from.row < to.row ? to.row : to.row + to.rows;
  const gaps = Array.from({ length: grid.rows + 1 }, (_, gap) => gap).toSorted((one, other) => Math.abs(one - usual) - Math.abs(other - usual));
  return route('gap', gaps.find((gap) => gap > 0 && grid.isGapClear(gap, from.column, to.column)) ?? grid.rows);
}

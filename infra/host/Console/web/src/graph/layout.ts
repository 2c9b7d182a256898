import { arrange } from './arrange';
import { boxHeight, drawBox, sizeOf } from './boxes';
import { Columns, labelGap } from './columns';
import { Grid } from './grid';
import { estimateWidth, Labels, type Measure } from './labels';
import { orderLanes, type Lane } from './lanes';
import { mainPath, outgoing } from './mainPath';
import type { ScopeModel } from './model';
import { emptyPicture, type EdgeLine, type Picture, type Point } from './picture';
import { bendCrowded, entryPort, exitPort, placePorts, roomAtSides } from './ports';
import { routeOf, type Route } from './routes';
import { Rows, rowsOf, startHeight } from './rows';

export interface LayoutOptions {
  /** Columns of the states: the main path and those beside it. With one, all other states are below the main path. */
  columns: number;
  /** The same for the inner states of a Map or Parallel. */
  innerColumns: number;
  /** Longest line of a label, in characters. */
  maxLabel: number;
}

export const defaultLayout: LayoutOptions = { columns: 3, innerColumns: 1, maxLabel: 26 };

// Lines begin this far from the corners of a state.
const corner = 4;
// Between the lines of a transition and of an error that lead to the same state.
const besideLine = 14;

/**
 * Lays out a scope. Its main path is a straight line from top to bottom at the left, all other states are beside it, and lines between them
 * run in the gutters between the columns. The inner states of a Map or Parallel are laid out on their own, and the outer scope treats them as one box.
 */
export function layOut(scope: ScopeModel, measure: Measure = estimateWidth, options: LayoutOptions = defaultLayout): Picture {
  const start = scope.edges.find(({ from }) => from === null);
  const first = start?.to ?? scope.states[0]?.name;
  if (first === undefined) {
    return emptyPicture();
  }

  const inside = { ...options, columns: options.innerColumns };
  const inner = new Map(scope.states.map((state) => [state.name, state.scopes.map((each) => layOut(each, measure, inside))]));
  const sizes = new Map(scope.states.map((state) => [state.name, sizeOf(state, inner.get(state.name)!, measure)]));
  const labels = new Labels(measure, options.maxLabel);
  const main = new Set(mainPath(scope, first, outgoing(scope)));
  const grid = new Grid(arrange(scope, (name) => rowsOf(sizes.get(name)!.height), options.columns));
  const wished = scope.edges.filter(({ from }) => from !== null)
    .map((edge) => routeOf(edge, grid.cells.get(edge.from!)!, grid.cells.get(edge.to)!, grid, grid.columns > 1 || main.has(edge.from!) === main.has(edge.to)));

  // Many lines at a side make a state higher, and states make rows higher. Then the lines have heights, and the gutters lanes and widths.
  const rooms = roomAtSides(wished, labels);
  scope.states.filter(({ name }) => grid.cells.get(name)!.rows === 1).forEach(({ name }) => {
    sizes.get(name)!.height = Math.max(boxHeight, ...(['left', 'right'] as const).map((side) => (rooms.get(`${name}\n${side}`) ?? 0) + corner + 2));
  });
  const limitOf = (name: string): number => (grid.cells.get(name)!.rows === 1 ? sizes.get(name)!.height / 2 - corner : boxHeight / 2);
  const routes = bendCrowded(wished, labels, limitOf);
  const rows = new Rows(grid, sizes, routes, labels);
  const ports = placePorts(routes, labels, limitOf);
  const exitY = (route: Route): number => rows.middle(route.from.row) + ports.get(exitPort(route))!;
  const entryY = (route: Route): number => rows.middle(route.to.row) + ports.get(entryPort(route))!;
  const lanes = Array.from({ length: grid.columns + 1 }, (_, index) => orderLanes(lanesOf(routes, index - 1)));
  const columns = new Columns(grid, sizes, routes, labels, lanes, main);

  const picture = emptyPicture({ width: columns.width, height: rows.height });
  const top = (name: string): number => {
    const { row, rows: count } = grid.cells.get(name)!;
    return count === 1 ? rows.middle(row) - sizes.get(name)!.height / 2 : rows.top(row);
  };
  const bottom = (name: string): number => top(name) + sizes.get(name)!.height;
  for (const state of scope.states) {
    const size = sizes.get(state.name)!;
    drawBox(picture, state, { x: columns.middle(state.name) - size.width / 2, y: top(state.name) }, size, inner.get(state.name)!);
  }

  const origin = { x: columns.middle(first), y: top(first) - startHeight };
  picture.starts.push(origin);
  if (start !== undefined) {
    picture.edges.push({ edge: start, points: [origin, { x: origin.x, y: top(first) }], label: null });
  }

  picture.edges.push(...routes.map((route) => (route.kind === 'down' ? lineDown(route) : lineBeside(route))));
  return picture;

  function lineDown(route: Route): EdgeLine {
    const { edge } = route;
    const [from, to] = [edge.from!, edge.to];
    const isSecond = edge.kind === 'catch' && routes.some((other) => other !== route && other.edge.from === from && other.edge.to === to);
    const x = columns.middle(from) - (isSecond ? besideLine : 0);
    const label = { x: x + 2 * labelGap + labels.widthOf(edge) / 2, y: bottom(from) + rows.labelRoom(route) / 2 };
    return { edge, points: [{ x, y: bottom(from) }, { x, y: top(to) }], label: labelAt(route, label) };
  }

  function lineBeside(route: Route): EdgeLine {
    const { edge, kind, exitSide, entrySide, exitGutter, entryGutter } = route;
    const from = { x: columns.side(edge.from!, exitSide), y: exitY(route) };
    const to = { x: columns.side(edge.to, entrySide), y: entryY(route) };
    const vertical = (gutter: number, one: number, other: number): Point[] => [one, other].map((y) => ({ x: columns.lane(gutter, route), y }));
    const turns = kind === 'across' ? []
      : kind === 'gap' ? [...vertical(exitGutter, from.y, rows.track(route)), ...vertical(entryGutter, rows.track(route), to.y)]
        : vertical(kind === 'entry' ? exitGutter : entryGutter, from.y, to.y);
    const label = { x: from.x + (exitSide === 'right' ? 1 : -1) * (labelGap + labels.widthOf(edge) / 2), y: from.y };
    return { edge, points: [from, ...turns, to], label: labelAt(route, label) };
  }

  function labelAt({ edge }: Route, at: Point): EdgeLine['label'] {
    const lines = labels.linesOf(edge);
    return lines.length === 0 ? null : { ...at, lines };
  }

  /** The lanes of a gutter. Transitions of one group share a lane. */
  function lanesOf(all: readonly Route[], gutter: number): Lane[] {
    const found = new Map<string, Lane>();
    for (const route of all) {
      const { kind, exitSide, entrySide, exitGutter, entryGutter, group } = route;
      const isExit = exitGutter === gutter && (kind === 'beside' || kind === 'entry' || kind === 'gap');
      const isEntry = entryGutter === gutter && (kind === 'beside' || kind === 'exit' || kind === 'gap');
      if (isExit || isEntry) {
        const lane = found.get(group) ?? { key: group, before: [], behind: [] };
        found.set(group, lane);
        lane[exitSide === 'right' ? 'before' : 'behind'].push(isExit || kind === 'exit' ? exitY(route) : rows.track(route));
        const leavesBefore = isEntry ? entrySide === 'right' : exitSide === 'left';
        lane[leavesBefore ? 'before' : 'behind'].push(isEntry || kind === 'entry' ? entryY(route) : rows.track(route));
      }
    }

    return [...found.values()];
  }
}

import type { Labels } from './labels';
import type { Route, Side } from './routes';

/** Where a line touches the side of a state: above (negative) or below the middle of its row, in pixels. */
export type Ports = ReadonlyMap<string, number>;

/** A line along a row, from the state or states that it touches to a gutter. */
interface Run {
  /** Names of its ports: one, or two when it joins two states. */
  ports: string[];
  /** The sides of states that it touches, as the state's name, a line break, and the side. */
  sides: string[];
  row: number;
  /** Columns (even) and gutters (odd) that it passes. */
  range: [number, number];
  /** Room that it takes at the side of a state: more for labels. */
  room: number;
  /** The row that it comes from or leads to. It decides the order at a side. */
  towards: number;
}

export const exitPort = ({ edge }: Route): string => `${edge.from}\n${edge.to}\n${edge.kind === 'catch'}`;
export const entryPort = ({ group }: Route): string => `into\n${group}`;

const lineRoom = 7;

/** Room that the lines at each side of the states need, in pixels. */
export function roomAtSides(routes: readonly Route[], labels: Labels): Map<string, number> {
  const rooms = new Map<string, number>();
  runsOf(routes, labels).forEach((run) => run.sides.forEach((side) => rooms.set(side, (rooms.get(side) ?? 0) + run.room)));
  return rooms;
}

/** Bends straight lines between two sides of which one has so many lines that the other cannot have this one at the same height. */
export function bendCrowded(routes: readonly Route[], labels: Labels, limitOf: (state: string) => number): Route[] {
  const wishes = wishesOf(runsOf(routes, labels));
  return routes.map((route) => {
    const limit = Math.min(limitOf(route.edge.from!), limitOf(route.edge.to));
    return route.kind === 'across' && Math.abs(wishes.get(entryPort(route)) ?? 0) > limit ? { ...route, kind: 'exit' } : route;
  });
}

/**
 * Distributes the lines over the sides of states, so that lines in the same row stay apart.
 *
 * @param limitOf how far from the middle lines may touch the sides of a state
 */
export function placePorts(routes: readonly Route[], labels: Labels, limitOf: (state: string) => number): Ports {
  const runs = runsOf(routes, labels);
  const wishes = wishesOf(runs);
  const ports = new Map<string, number>();
  const placed: (Run & { offset: number })[] = [];
  const order = runs.toSorted((one, other) => other.sides.length - one.sides.length || other.room - one.room);
  for (const run of order) {
    const limit = Math.min(...run.sides.map((side) => limitOf(side.slice(0, side.lastIndexOf('\n')))));
    const wish = wishes.get(run.ports[0]!) ?? 0;
    const offsets = Array.from({ length: 41 }, (_, index) => wish + (index % 2 === 0 ? 1 : -1) * Math.ceil(index / 2) * 1.5).filter((offset) => Math.abs(offset) <= limit);
    const offset = [1, 0.7, 0.4].map((share) => offsets.find((each) => placed.every((other) => isApart(run, each, other, share)))).find((each) => each !== undefined)
      ?? Math.max(-limit, Math.min(limit, wish));
    placed.push({ ...run, offset });
    run.ports.forEach((port) => ports.set(port, offset));
  }

  return ports;
}

function isApart(run: Run, offset: number, other: Run & { offset: number }, share: number): boolean {
  if (run.row !== other.row || run.range[1] < other.range[0] || other.range[1] < run.range[0]) {
    return true;
  }

  const touchesSame = run.sides.some((side) => other.sides.includes(side));
  return Math.abs(offset - other.offset) >= (touchesSame ? (run.room + other.room) / 2 : lineRoom) * share;
}

/** Places the lines at each side around its middle, ordered by where they lead, so that few of them cross. The fuller of two sides decides. */
function wishesOf(runs: readonly Run[]): Map<string, number> {
  const wishes = new Map<string, number>();
  const sides = [...new Set(runs.flatMap((run) => run.sides))].map((side) => {
    const here = runs.filter((run) => run.sides.includes(side)).toSorted((one, other) => one.towards - other.towards);
    return { here, height: here.reduce((sum, run) => sum + run.room, 0) };
  });
  for (const { here, height } of sides.toSorted((one, other) => one.height - other.height)) {
    let top = -height / 2;
    for (const run of here) {
      wishes.set(run.ports[0]!, top + run.room / 2);
      top += run.room;
    }
  }

  return wishes;
}

function runsOf(routes: readonly Route[], labels: Labels): Run[] {
  const runs: Run[] = [];
  const entries = new Map<string, Run>();
  const sideOf = (state: string | null, side: Side): string => `${state}\n${side}`;
  const gutter = (index: number): number => 2 * index + 1;
  const span = (one: number, other: number): [number, number] => [Math.min(one, other), Math.max(one, other)];
  for (const route of routes.filter(({ kind }) => kind !== 'down')) {
    const { edge, kind, from, to, exitSide, entrySide, exitGutter, entryGutter } = route;
    const entered = entries.get(route.group) ?? {
      ports: [entryPort(route)], sides: [sideOf(edge.to, entrySide)], row: to.row, range: span(gutter(entryGutter), gutter(entryGutter)), room: lineRoom, towards: from.row,
    };
    if (!entries.has(route.group)) {
      entries.set(route.group, entered);
      runs.push(entered);
    }

    const outRoom = Math.max(lineRoom, labels.heightOf(edge));
    if (kind === 'across' && entered.ports.length === 1) {
      entered.ports.push(exitPort(route));
      entered.sides.push(sideOf(edge.from, exitSide));
      entered.range = span(gutter(exitGutter), gutter(entryGutter));
      entered.room = Math.max(entered.room, outRoom);
      continue;
    }

    if (kind === 'entry') {
      const [start, end] = entered.range;
      entered.range = [Math.min(start, gutter(exitGutter)), Math.max(end, gutter(exitGutter))];
    }

    runs.push({
      ports: [exitPort(route)], sides: [sideOf(edge.from, exitSide)], row: from.row,
      range: span(gutter(exitGutter), kind === 'exit' || kind === 'across' ? gutter(entryGutter) : gutter(exitGutter)), room: outRoom, towards: to.row,
    });
  }

  return runs;
}

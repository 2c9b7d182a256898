/** A line along a gutter or gap, with the lines that join it from both sides. */
export interface Lane {
  key: string;
  /** Positions along the lane at which lines join it from before (left of a gutter, above a gap) and from behind. */
  before: number[];
  behind: number[];
}

/** The places of lanes in a gutter, from left to right. */
export interface LaneOrder {
  indexes: ReadonlyMap<string, number>;
  count: number;
}

const apart = 6;

/** Orders lanes so that few lines cross, and returns the index of each by its key. Lanes that are apart share an index. */
export function orderLanes(lanes: readonly Lane[]): LaneOrder {
  const order = lanes.toSorted((one, other) => start(one) - start(other));
  for (let swapped = true, pass = 0; swapped && pass < lanes.length; pass++) {
    swapped = false;
    for (let index = 1; index < order.length; index++) {
      const [one, other] = [order[index - 1]!, order[index]!];
      if (crossings(other, one) < crossings(one, other)) {
        order.splice(index - 1, 2, other, one);
        swapped = true;
      }
    }
  }

  const indexes = new Map<string, number>();
  const passed: Lane[] = [];
  for (const lane of order) {
    const blocking = passed.filter((other) => start(lane) <= end(other) + apart && start(other) <= end(lane) + apart);
    indexes.set(lane.key, Math.max(-1, ...blocking.map(({ key }) => indexes.get(key)!)) + 1);
    passed.push(lane);
  }

  return { indexes, count: Math.max(0, ...[...indexes.values()].map((index) => index + 1)) };
}

const start = ({ before, behind }: Lane): number => Math.min(...before, ...behind);
const end = ({ before, behind }: Lane): number => Math.max(...before, ...behind);

/** How many lines cross when `first` is before `second`. */
const crossings = (first: Lane, second: Lane): number =>
  first.behind.filter((at) => isWithin(at, second)).length + second.before.filter((at) => isWithin(at, first)).length;

const isWithin = (at: number, lane: Lane): boolean => at >= start(lane) && at <= end(lane);

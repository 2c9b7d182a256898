import type { Grid } from './grid';
import type { Labels } from './labels';
import type { LaneOrder } from './lanes';
import type { Size } from './picture';
import type { Route, Side } from './routes';

/** Between a state and its label. */
export const labelGap = 5;

// A single column is for narrow screens.
const gutter = { lane: 7, narrowLane: 6, arrow: 12, margin: 6 };
// How far the states below the main path are from it when there is only one column.
const indent = 18;

/** Widths and positions of columns, and of the lanes in the gutters between them. */
export class Columns {
  readonly width: number;
  private readonly lefts: number[] = [];
  private readonly laneStarts: number[] = [];
  private readonly widths: number[];
  private readonly laneWidth: number;
  /** Middles of states, from the left of their columns. */
  private readonly middles = new Map<string, number>();

  /** @param lanes lanes of each gutter, from the one to the left of all columns */
  constructor(
    private readonly grid: Grid, private readonly sizes: ReadonlyMap<string, Size>, private readonly routes: readonly Route[], private readonly labels: Labels,
    private readonly lanes: readonly LaneOrder[], main: ReadonlySet<string>,
  ) {
    this.laneWidth = grid.columns === 1 ? gutter.narrowLane : gutter.lane;
    this.widths = Array.from({ length: grid.columns }, (_, column) => this.alignStates(column, main));
    let x = gutter.margin;
    for (let index = -1; index < grid.columns; index++) {
      const { count } = lanes[index + 1]!;
      const isOuter = index === -1 || index === grid.columns - 1;
      const before = this.roomBefore(index);
      this.laneStarts.push(x + before);
      x += count === 0 && isOuter ? 0 : before + Math.max(0, count - 1) * this.laneWidth + (isOuter ? 0 : Math.max(gutter.arrow, this.labelRoom('left', index + 1)));
      if (index + 1 < grid.columns) {
        this.lefts.push(x);
        x += this.widths[index + 1]!;
      }
    }

    this.width = x + gutter.margin;
  }

  middle(state: string): number {
    return this.lefts[this.grid.cells.get(state)!.column]! + this.middles.get(state)!;
  }

  side(state: string, side: Side): number {
    return this.middle(state) + (side === 'right' ? 1 : -1) * this.sizes.get(state)!.width / 2;
  }

  lane(index: number, { group }: Route): number {
    return this.laneStarts[index + 1]! + this.lanes[index + 1]!.indexes.get(group)! * this.laneWidth;
  }

  /** Sets the middles of a column's states, and returns its width. */
  private alignStates(column: number, main: ReadonlySet<string>): number {
    const names = [...this.grid.cells].filter(([, cell]) => cell.column === column).map(([name]) => name);
    const widest = (some: readonly string[]): number => Math.max(0, ...some.map((name) => this.sizes.get(name)!.width));
    const beside = this.grid.columns === 1 ? names.filter((name) => !main.has(name)) : [];
    const straight = names.filter((name) => !beside.includes(name));
    const middle = widest(straight) / 2;
    straight.forEach((name) => this.middles.set(name, middle));
    beside.forEach((name) => this.middles.set(name, Math.max(middle + indent, widest(beside) / 2)));
    return Math.max(...names.map((name) => this.middles.get(name)! + this.sizes.get(name)!.width / 2));
  }

  private roomBefore(index: number): number {
    if (index === -1) {
      return 0;
    }

    const isEntered = this.routes.some(({ kind, entryGutter, entrySide }) => kind !== 'down' && entryGutter === index && entrySide === 'right');
    return Math.max(isEntered ? gutter.arrow : labelGap, this.labelRoom('right', index));
  }

  /** Width of the labels at the sides of a column's states that does not fit into the column. */
  private labelRoom(side: Side, column: number): number {
    return Math.max(0, ...this.routes.filter(({ kind, exitSide, from }) => kind !== 'down' && exitSide === side && from.column === column).map(({ edge }) => {
      const [middle, half, label] = [this.middles.get(edge.from!)!, this.sizes.get(edge.from!)!.width / 2, this.labels.widthOf(edge)];
      return label === 0 ? 0 : label + 2 * labelGap - (side === 'right' ? this.widths[column]! - middle - half : middle - half);
    }));
  }
}

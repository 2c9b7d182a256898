import { boxHeight } from './boxes';
import type { Grid } from './grid';
import type { Labels } from './labels';
import type { Size } from './picture';
import type { Route } from './routes';

export const rowGap = 20;

/** From the start point to the first state. */
export const startHeight = 22;

const margin = { top: 8, bottom: 8 };
const track = { height: 7, padding: 5 };
const labelPadding = 6;
// Rows that a Map takes grow by as much as this together.
const slack = 26;

/** Number of rows that a state takes. */
export const rowsOf = (height: number): number => Math.max(1, Math.ceil((height + rowGap - slack) / (boxHeight + rowGap)));

/** Heights and positions of rows, and of the lines between them. */
export class Rows {
  private readonly heights: number[];
  private readonly gaps: number[];
  /** Groups of transitions whose lines run in each gap. */
  private readonly tracks: string[][];

  constructor(grid: Grid, sizes: ReadonlyMap<string, Size>, routes: readonly Route[], private readonly labels: Labels) {
    this.tracks = Array.from({ length: grid.rows + 1 }, (_, index) =>
      [...new Set(routes.filter(({ kind, gap }) => kind === 'gap' && gap === index).map(({ group }) => group))]);
    this.heights = Array.from({ length: grid.rows }, () => boxHeight);
    grid.cells.forEach(({ row, rows }, name) => {
      this.heights[row] = Math.max(this.heights[row]!, rows === 1 ? sizes.get(name)!.height : 0);
    });
    const down = routes.filter(({ kind }) => kind === 'down');
    this.gaps = this.tracks.map((groups, index) => {
      const below = down.filter(({ from }) => from.row + from.rows === index).map((route) => this.labelRoom(route));
      const usual = index === 0 ? margin.top + startHeight : index === grid.rows ? margin.bottom : Math.max(rowGap, ...below);
      return usual + (groups.length === 0 ? 0 : groups.length * track.height + 2);
    });
    grid.cells.forEach(({ row, rows }, name) => {
      const last = row + rows - 1;
      this.heights[last]! += rows === 1 ? 0 : Math.max(0, sizes.get(name)!.height - (this.bottom(last) - this.top(row)));
    });
  }

  get height(): number {
    return this.bottom(this.heights.length - 1) + this.gaps.at(-1)!;
  }

  top(row: number): number {
    return this.gaps.slice(0, row + 1).reduce((sum, each) => sum + each, 0) + this.heights.slice(0, row).reduce((sum, each) => sum + each, 0);
  }

  middle(row: number): number {
    return this.top(row) + this.heights[row]! / 2;
  }

  /** Position of the line of a transition that runs in a gap. */
  track({ gap, group }: Route): number {
    return this.bottom(gap - 1) + track.padding + this.tracks[gap]!.indexOf(group) * track.height;
  }

  /** Height below a state that the label of a straight line takes. */
  labelRoom({ edge }: Route): number {
    return Math.max(rowGap, this.labels.heightOf(edge) + labelPadding);
  }

  private bottom(row: number): number {
    return this.top(row) + this.heights[row]!;
  }
}

import type { Cell } from './arrange';

/** The occupied places of a grid. Gutter `n` is to the right of column `n`, gap `n` above row `n`. */
export class Grid {
  readonly columns: number;
  readonly rows: number;

  constructor(readonly cells: ReadonlyMap<string, Cell>) {
    const all = [...cells.values()];
    this.columns = Math.max(0, ...all.map(({ column }) => column + 1));
    this.rows = Math.max(0, ...all.map(({ row, rows }) => row + rows));
  }

  /** Whether no state is in a row of the columns between two others. */
  isRowClear(row: number, one: number, other: number): boolean {
    return !this.between(one, other).some((cell) => cell.row <= row && row < cell.row + cell.rows);
  }

  /** Whether no state reaches over a gap in the columns between two others. */
  isGapClear(gap: number, one: number, other: number): boolean {
    return !this.between(one, other).some((cell) => cell.row < gap && gap < cell.row + cell.rows);
  }

  /** Whether no state is in a column between two rows. */
  isColumnClear(column: number, above: Cell, below: Cell): boolean {
    const from = above.row + above.rows;
    return below.row >= from && ![...this.cells.values()].some((cell) => cell.column === column && cell.row >= from && cell.row < below.row);
  }

  private between(one: number, other: number): Cell[] {
    return [...this.cells.values()].filter(({ column }) => column > Math.min(one, other) && column < Math.max(one, other));
  }
}

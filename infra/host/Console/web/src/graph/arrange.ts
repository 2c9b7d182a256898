import { mainPath, outgoing, type Outgoing } from './mainPath';
import type { ScopeModel } from './model';

/** A state's place in a grid. */
export interface Cell {
  column: number;
  row: number;
  /** Number of rows that it takes. */
  rows: number;
}

/** Costs of a place, in rows. */
const cost = { column: 1.2, upwards: 0.5, newRow: 3 };
const passes = 3;

/**
 * Places the states of a scope in a grid. The main path is the first column. All other states form chains, each in one piece from top to
 * bottom, in the columns beside it, or below it when there is only one column.
 *
 * @param rowsOf number of rows that a state takes
 */
export function arrange(scope: ScopeModel, rowsOf: (state: string) => number, columns: number): Map<string, Cell> {
  const edges = outgoing(scope);
  const start = scope.edges.find(({ from }) => from === null)?.to ?? scope.states[0]?.name;
  const cells = new Map<string, Cell>();
  if (start === undefined) {
    return cells;
  }

  const main = mainPath(scope, start, edges);
  put(main, 0, 0);
  const mainRows = main.reduce((sum, name) => sum + rowsOf(name), 0);
  const chains = chainsOf(scope, main, edges);
  const neighbours = neighboursOf(scope);
  for (let pass = 0; pass < passes; pass++) {
    for (const chain of chains) {
      chain.forEach((name) => cells.delete(name));
      place(chain);
    }
  }

  return compact(cells);

  function put(chain: readonly string[], column: number, row: number): void {
    for (const name of chain) {
      const rows = rowsOf(name);
      cells.set(name, { column, row, rows });
      row += rows;
    }
  }

  function place(chain: readonly string[]): void {
    const length = chain.reduce((sum, name) => sum + rowsOf(name), 0);
    const taken = new Set<string>();
    let end = mainRows;
    for (const { column, row, rows } of cells.values()) {
      Array.from({ length: rows }, (_, index) => taken.add(`${column} ${row + index}`));
      end = Math.max(end, row + rows);
    }

    let best = { column: 0, row: end, total: Infinity };
    for (let column = columns === 1 ? 0 : 1; column < columns || column === 0; column++) {
      for (let row = columns === 1 ? mainRows : 0; row <= end; row++) {
        if (Array.from({ length }, (_, index) => `${column} ${row + index}`).some((cell) => taken.has(cell))) {
          continue;
        }

        const total = Math.max(0, row + length - end) * cost.newRow + costOf(chain, column, row);
        best = total < best.total ? { column, row, total } : best;
      }
    }

    put(chain, best.column, best.row);
  }

  function costOf(chain: readonly string[], column: number, row: number): number {
    let total = 0;
    for (const name of chain) {
      for (const { other, isFrom } of neighbours.get(name) ?? []) {
        const cell = cells.get(other);
        if (cell !== undefined && !chain.includes(other)) {
          const down = isFrom ? row - cell.row : cell.row - row;
          total += Math.abs(cell.column - column) * cost.column + Math.abs(down) + (down < 0 ? cost.upwards : 0);
        }
      }

      row += rowsOf(name);
    }

    return total;
  }
}

function neighboursOf(scope: ScopeModel): Map<string, { other: string; isFrom: boolean }[]> {
  const neighbours = new Map<string, { other: string; isFrom: boolean }[]>(scope.states.map(({ name }) => [name, []]));
  for (const { from, to } of scope.edges) {
    if (from !== null && from !== to) {
      neighbours.get(from)?.push({ other: to, isFrom: false });
      neighbours.get(to)?.push({ other: from, isFrom: true });
    }
  }

  return neighbours;
}

/** The states beside the main path, in chains. Those that an error leads to come last. */
function chainsOf(scope: ScopeModel, main: readonly string[], edges: Outgoing): string[][] {
  const placed = new Set(main);
  const chains: string[][] = [];
  const add = (from: string): string[] => {
    const chain = mainPath(scope, from, edges, placed);
    chain.forEach((name) => placed.add(name));
    chains.push(chain);
    return chain;
  };
  const follow = (states: readonly string[], errors: boolean): void => {
    const queue = [...states];
    for (const name of queue) {
      for (const { to, kind } of edges.get(name) ?? []) {
        if (!placed.has(to) && (errors || kind !== 'catch')) {
          queue.push(...add(to));
        }
      }
    }
  };
  follow(main, false);
  follow([...placed], true);
  // States that nothing leads to.
  scope.states.filter(({ name }) => !placed.has(name)).forEach(({ name }) => !placed.has(name) && add(name));
  return chains;
}

/** Removes rows that no state begins in or passes through. */
function compact(cells: Map<string, Cell>): Map<string, Cell> {
  const used = new Set([...cells.values()].flatMap(({ row, rows }) => Array.from({ length: rows }, (_, index) => row + index)));
  const order = [...used].toSorted((one, other) => one - other);
  cells.forEach((cell) => { cell.row = order.indexOf(cell.row); });
  return cells;
}

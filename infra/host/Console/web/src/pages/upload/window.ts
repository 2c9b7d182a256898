/** Rows from `first` up to but not including `end`, and the height of those before and after them. */
export interface RowWindow {
  first: number;
  end: number;
  above: number;
  below: number;
}

/**
 * Finds the rows of a list that lie at least partly between two heights, both from the top of the list. Outside of the list, it is the nearest row.
 * @param heights of all rows, in pixels
 */
export function windowOf(heights: readonly number[], top: number, bottom: number): RowWindow {
  let [first, above] = [0, 0];
  while (first < heights.length - 1 && above + heights[first]! <= top) {
    above += heights[first]!;
    first++;
  }

  let [end, height] = [first, above];
  while (end < heights.length && (end === first || height < bottom)) {
    height += heights[end]!;
    end++;
  }

  let below = 0;
  for (let index = end; index < heights.length; index++) {
    below += heights[index]!;
  }

  return { first, end, above, below };
}

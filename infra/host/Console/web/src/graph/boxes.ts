import { merge, type Picture, type Point, type Size } from './picture';
import type { Measure } from './labels';
import { kindOf, type StateModel } from './model';

/** Height of a state without inner states. */
export const boxHeight = 40;

const box = { minWidth: 90, chrome: 40, endChrome: 48, iconAndPadding: 34, badge: 50 };
const cluster = { header: 38, side: 8, bottom: 8, gap: 14, count: 70 };

/** @param inner pictures of the inner states of a Map or Parallel */
export function sizeOf(state: StateModel, inner: readonly Picture[], measure: Measure): Size {
  const chrome = state.isEnd ? box.endChrome : box.chrome;
  const title = Math.ceil(measure(state.name, 'title')) + chrome;
  // Beside the type there is room for a badge that counts retries.
  const kind = Math.ceil(measure(kindOf(state), 'label')) + box.iconAndPadding + chrome - box.chrome + (state.type === 'Task' ? box.badge : 0);
  const width = Math.max(box.minWidth, title, kind);
  if (inner.length === 0) {
    // The number of iterations has its place in the box of a Map.
    return { width: width + (state.type === 'Map' ? cluster.count : 0), height: boxHeight };
  }

  return {
    width: Math.max(width + cluster.count, widthOf(inner) + 2 * cluster.side),
    height: cluster.header + cluster.bottom + Math.max(...inner.map((picture) => picture.height)),
  };
}

/** Draws a state and, inside it, its inner states. */
export function drawBox(picture: Picture, state: StateModel, at: Point, size: Size, inner: readonly Picture[]): void {
  picture.nodes.push({ state, ...at, ...size, inner: inner.length === 0 ? null : { x: at.x, y: at.y + cluster.header } });
  let x = at.x + (size.width - widthOf(inner)) / 2;
  for (const each of inner) {
    merge(picture, each, { x, y: at.y + cluster.header });
    x += each.width + cluster.gap;
  }
}

const widthOf = (inner: readonly Picture[]): number => inner.reduce((sum, picture) => sum + picture.width, cluster.gap * Math.max(0, inner.length - 1));

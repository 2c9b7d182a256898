import type { Point } from './picture';

const radius = 5;

/** An SVG path through points, with rounded corners. */
export function linePath(points: readonly Point[]): string {
  const text = ({ x, y }: Point): string => `${x.toFixed(1)} ${y.toFixed(1)}`;
  return points.map((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined) {
      return `M${text(point)}`;
    }

    return after === undefined ? `L${text(point)}` : `L${text(towards(point, before))}Q${text(point)} ${text(towards(point, after))}`;
  }).join('');
}

/** The point on the way to another one at which a rounded corner begins. */
function towards(corner: Point, other: Point): Point {
  const [dx, dy] = [other.x - corner.x, other.y - corner.y];
  const length = Math.hypot(dx, dy);
  const share = length === 0 ? 0 : Math.min(radius, length / 2) / length;
  return { x: corner.x + dx * share, y: corner.y + dy * share };
}

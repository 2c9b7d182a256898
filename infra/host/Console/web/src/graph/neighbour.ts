import type { NodeBox, Point } from './picture';

/** Finds the nearest box in the direction of an arrow key. Returns null when there is none. */
export function findNeighbour(nodes: readonly NodeBox[], from: NodeBox, key: string): NodeBox | null {
  const middle = (box: NodeBox): Point => ({ x: box.x + box.width / 2, y: box.y + (box.inner === null ? box.height / 2 : 20) });
  const at = middle(from);
  let best: { box: NodeBox; distance: number } | null = null;
  for (const box of nodes.filter((each) => each !== from)) {
    const { x, y } = middle(box);
    const [along, across] = key === 'ArrowDown' ? [y - at.y, x - at.x] : key === 'ArrowUp' ? [at.y - y, x - at.x]
      : key === 'ArrowRight' ? [x - at.x, y - at.y] : [at.x - x, y - at.y];
    const distance = along + 2 * Math.abs(across);
    if (along > 4 && (best === null || distance < best.distance)) {
      best = { box, distance };
    }
  }

  return best?.box ?? null;
}

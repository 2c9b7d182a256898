import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/api/types';
import { findNeighbour, layOut } from '../../src/graph/layout';
import { readDefinition } from '../../src/graph/model';

const definition: Json = {
  StartAt: 'Route',
  States: {
    Route: {
      Type: 'Choice',
      Choices: [
        { Variable: '$.kind', StringEquals: 'made', Next: 'Each' },
        { Variable: '$.kind', StringEquals: 'gone', Next: 'Both' },
      ],
      Default: 'Wrong',
    },
    Each: {
      Type: 'Map', Next: 'Done', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wrong' }],
      ItemProcessor: { StartAt: 'Resize', States: { Resize: { Type: 'Task', Resource: 'r', End: true } } },
    },
    Both: {
      Type: 'Parallel', Next: 'Done',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } },
        { StartAt: 'Right', States: { Right: { Type: 'Pass', End: true } } },
      ],
    },
    Done: { Type: 'Succeed' },
    Wrong: { Type: 'Fail' },
  },
};

describe('the picture of a definition', () => {
  const picture = layOut(readDefinition(definition));
  const box = (name: string) => picture.nodes.find((node) => node.state.name === name)!;

  it('has every state once, and only a state and its inner states overlap', () => {
    expect(picture.nodes.map((node) => node.state.name).toSorted()).toEqual(['Both', 'Done', 'Each', 'Left', 'Resize', 'Right', 'Route', 'Wrong']);
    for (const one of picture.nodes) {
      for (const other of picture.nodes.filter((node) => node !== one && node.inner === null && one.inner === null)) {
        const apart = one.x + one.width <= other.x || other.x + other.width <= one.x || one.y + one.height <= other.y || other.y + other.height <= one.y;
        expect(apart, `${one.state.name} and ${other.state.name}`).toBe(true);
      }
    }
  });

  it('draws the inner states of a Map and a Parallel inside their boxes, with branches side by side', () => {
    for (const [outer, inner] of [['Each', 'Resize'], ['Both', 'Left'], ['Both', 'Right']] as const) {
      const [around, within] = [box(outer), box(inner)];
      expect(within.x).toBeGreaterThanOrEqual(around.x);
      expect(within.y).toBeGreaterThan(around.y);
      expect(within.x + within.width).toBeLessThanOrEqual(around.x + around.width);
      expect(within.y + within.height).toBeLessThanOrEqual(around.y + around.height);
    }

    expect(box('Left').x + box('Left').width).toBeLessThan(box('Right').x);
  });

  it('has a line for every transition, with its conditions', () => {
    const lines = picture.edges.map(({ edge, points }) => [edge.from, edge.to, edge.kind, edge.labels.join(), points.length > 1]);
    expect(lines).toContainEqual(['Route', 'Each', 'choice', 'kind = made', true]);
    expect(lines).toContainEqual(['Route', 'Wrong', 'default', 'otherwise', true]);
    expect(lines).toContainEqual(['Each', 'Wrong', 'catch', 'any error', true]);
    expect(lines).toContainEqual([null, 'Resize', 'start', '', true]);
    expect(picture.starts).toHaveLength(4);
  });

  it('can be navigated with the arrow keys', () => {
    expect(findNeighbour(picture.nodes, box('Route'), 'ArrowUp')).toBeNull();
    const down = findNeighbour(picture.nodes, box('Route'), 'ArrowDown')!;
    expect(down.y).toBeGreaterThan(box('Route').y);
    expect(findNeighbour(picture.nodes, box('Left'), 'ArrowRight')?.state.name).toBe('Right');
  });

  it('is empty when there is no valid definition', () => {
    expect(layOut(readDefinition('no object')).nodes).toEqual([]);
    expect(layOut(readDefinition({ StartAt: 'Gone', States: {} })).edges).toEqual([]);
  });
});

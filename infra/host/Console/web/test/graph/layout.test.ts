import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/api/types';
import { layOut } from '../../src/graph/layout';
import { mainPath, outgoing } from '../../src/graph/mainPath';
import { distributedMaps, readDefinition, withoutChildren } from '../../src/graph/model';
import { findNeighbour } from '../../src/graph/neighbour';
import type { NodeBox, Picture, Point } from '../../src/graph/picture';
import { allDefinitions, read } from './definitions';

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

const choices = [1, 2, 3, 4, 5].flatMap((columns) => [1, 2].map((innerColumns) => ({ columns, innerColumns, maxLabel: 26 })));

describe.each(allDefinitions())('the picture of %s', (_, scope) => {
  const pictures = choices.map((options) => ({ options, picture: layOut(scope, undefined, options) }));
  const main = mainPath(scope, scope.edges.find(({ from }) => from === null)!.to, outgoing(scope));

  it('has its main path in one straight line, and other states beside it', () => {
    for (const { options, picture } of pictures) {
      const middles = new Map(picture.nodes.map(({ state, x, width }) => [state.name, x + width / 2]));
      const [first, ...others] = main.map((name) => middles.get(name)!);
      others.forEach((middle) => expect(middle).toBeCloseTo(first!, 5));
      scope.states.filter(({ name }) => !main.includes(name)).forEach(({ name }) => {
        expect(middles.get(name)! - first!, `${name} with ${options.columns} columns`).toBeGreaterThan(10);
      });
    }
  });

  it('has states apart from each other, inside the picture', () => {
    for (const { picture } of pictures) {
      for (const one of picture.nodes) {
        expect([one.x >= 0, one.y >= 0, one.x + one.width <= picture.width, one.y + one.height <= picture.height], one.state.name).toEqual([true, true, true, true]);
        picture.nodes.filter((other) => other !== one && !isInside(one, other) && !isInside(other, one)).forEach((other) => {
          expect(overlaps(one, other), `${one.state.name} and ${other.state.name}`).toBe(false);
        });
      }
    }
  });

  it('has lines that touch only the states that they join', () => {
    for (const { options, picture } of pictures) {
      for (const { edge, points } of picture.edges) {
        const strangers = picture.nodes.filter(({ state, inner }) => inner === null && state.name !== edge.from && state.name !== edge.to);
        const crossed = strangers.filter((box) => points.some((point, index) => index > 0 && passes(points[index - 1]!, point, box)));
        expect(crossed.map(({ state }) => state.name), `${edge.from} to ${edge.to} with ${options.columns} columns`).toEqual([]);
        expect(points.flatMap(({ x, y }) => [x >= 0, y >= 0, x <= picture.width, y <= picture.height]).every(Boolean)).toBe(true);
      }
    }
  });

  it('has labels that cover neither states nor each other', () => {
    for (const { options, picture } of pictures) {
      const labels = labelBoxes(picture);
      for (const [index, label] of labels.entries()) {
        expect(labels.slice(index + 1).filter((other) => overlaps(label, other)).map(({ text }) => text), `${label.text} with ${options.columns} columns`).toEqual([]);
        expect(picture.nodes.filter((box) => box.inner === null && overlaps(label, box)).map(({ state }) => state.name), label.text).toEqual([]);
      }
    }
  });
});

it('draws the children of a distributed Map only on their own', () => {
  const backfill = read('tests', 'Pipeline.Tests', 'statemachine', 'snapshots', 'backfill.json');

  expect(distributedMaps(backfill).map(({ name }) => name)).toEqual(['Listing', 'Manifest']);
  expect(layOut(withoutChildren(backfill)).nodes.map(({ state }) => state.name)).not.toContain('Validate');
});

type Box = Pick<NodeBox, 'x' | 'y' | 'width' | 'height'>;

const isInside = (inner: Box, outer: Box): boolean =>
  inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;

const overlaps = (one: Box, other: Box): boolean =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

const passes = (from: Point, to: Point, box: Box): boolean =>
  overlaps({ x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(to.x - from.x) + 0.01, height: Math.abs(to.y - from.y) + 0.01 }, box);

/** Where the letters of labels are, by the estimate of their width. */
const labelBoxes = (picture: Picture): (Box & { text: string })[] => picture.edges.flatMap(({ label }) => (label === null ? [] : label.lines.map((text, index) => {
  const width = text.length * 6;
  return { text, x: label.x - width / 2, y: label.y + (index - (label.lines.length - 1) / 2) * 14 - 5, width, height: 10 };
})));

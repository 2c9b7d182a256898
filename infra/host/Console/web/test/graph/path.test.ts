import { expect, test } from 'vitest';
import { pathOf } from '../../src/graph/path';
import { layOut } from '../../src/graph/layout';
import { readDefinition } from '../../src/graph/model';
import { formatSelection, parseSelection, transitionKey } from '../../src/trace/selection';

const model = readDefinition({
  StartAt: 'Choose',
  States: {
    Choose: { Type: 'Choice', Choices: [{ Variable: '$.a', StringEquals: 'x', Next: 'All' }], Default: 'Other' },
    All: {
      Type: 'Map',
      ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true }, Wrong: { Type: 'Fail' } } },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Other' }],
      Next: 'Done',
    },
    Other: { Type: 'Fail' },
    Done: { Type: 'Succeed' },
  },
});
const taken = new Set([
  transitionKey(null, 'Choose', false), transitionKey('Choose', 'All', false), transitionKey(null, 'Each', false), transitionKey('All', 'Done', false),
]);
const path = pathOf(model, (state) => ['Choose', 'All', 'Each', 'Done'].includes(state), taken);

test('the path has only the states that were reached and the transitions that were taken', () => {
  expect(path.states.map(({ name }) => name)).toEqual(['Choose', 'All', 'Done']);
  expect(path.states[1]!.scopes.map(({ states }) => states.map(({ name }) => name))).toEqual([['Each']]);
  expect(path.edges.map(({ from, to }) => [from, to])).toEqual([[null, 'Choose'], ['Choose', 'All'], ['All', 'Done']]);
});

test('the path is one straight line', () => {
  const { nodes } = layOut(path);

  expect(new Set(nodes.map(({ x, width }) => Math.round(x + width / 2))).size).toBe(1);
});

test('a selection survives its way through an address', () => {
  const selection = new Map([['Resize, all', 2], ['Größe:1', 0]]);

  expect(parseSelection(formatSelection(selection))).toEqual(selection);
  expect(parseSelection('Map:x,%:1')).toEqual(new Map());
});

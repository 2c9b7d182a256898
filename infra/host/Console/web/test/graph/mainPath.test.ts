import { expect, it } from 'vitest';
import { mainPath, outgoing } from '../../src/graph/mainPath';
import { readDefinition } from '../../src/graph/model';
import { read } from './definitions';

const choice = (next: string, ...others: string[]) => ({ Type: 'Choice', Choices: others.map((to) => ({ Variable: '$.a', StringEquals: to, Next: to })), Default: next });
const pass = (next: string | null) => (next === null ? { Type: 'Pass', End: true } : { Type: 'Pass', Next: next });

function pathOf(states: Record<string, object>): string[] {
  const scope = readDefinition({ StartAt: Object.keys(states)[0]!, States: states as never });
  return mainPath(scope, scope.states[0]!.name, outgoing(scope));
}

it('goes from an upload to its announcement', () => {
  const scope = read('statemachine', 'image-pipeline.asl.json');
  expect(mainPath(scope, 'Route', outgoing(scope))).toEqual(['Route', 'Validate', 'Outcome', 'ResizeAll', 'Persist', 'Persisted', 'AnnounceSuccess']);
});

it('takes the branch with the most states of its own, and not an error', () => {
  expect(pathOf({
    A: choice('Wrong', 'B', 'C'), B: pass(null), C: pass('D'), D: pass(null), Wrong: pass('Worse'), Worse: pass('Worst'), Worst: { Type: 'Fail' },
  })).toEqual(['A', 'C', 'D']);
  expect(pathOf({ A: { ...pass('B'), Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wrong' }] }, Wrong: pass('B'), B: pass(null) })).toEqual(['A', 'B']);
});

it('passes a detour of one state, and takes a longer one', () => {
  expect(pathOf({ A: choice('End', 'B'), B: pass('End'), End: pass(null) })).toEqual(['A', 'End']);
  expect(pathOf({ A: choice('End', 'B'), B: pass('C'), C: pass('End'), End: pass(null) })).toEqual(['A', 'B', 'C', 'End']);
});

it('leaves a loop at its end', () => {
  expect(pathOf({ Ask: pass('Done?'), 'Done?': choice('Wait', 'End'), Wait: pass('Ask'), End: pass(null) })).toEqual(['Ask', 'Done?', 'End']);
});

it('follows an error where nothing else leads on', () => {
  const scope = readDefinition({ StartAt: 'A', States: { A: { Type: 'Task', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Wrong' }] }, Wrong: { Type: 'Fail' } } });
  expect(mainPath(scope, 'A', outgoing(scope))).toEqual(['A', 'Wrong']);
});

import { expect, it } from 'vitest';
import { History } from '../../src/trace/history';
import { createEvents } from './createEvents';

const events = createEvents(['ExecutionStarted', 0, 0], ['PassStateEntered', 1, 0, { name: 'A' }], ['PassStateExited', 2, 1, { name: 'A' }], ['ExecutionSucceeded', 3, 1]);

it('accepts events twice and in any order, and shows them once and in order', () => {
  const history = new History();
  history.add(events.slice(0, 2));
  history.add([events[3]!, events[1]!]);
  expect(history.events.map(({ id }) => id)).toEqual([1, 2]);
  expect(history.hasGap).toBe(true);

  expect(history.add(events.slice(2))).toBe(true);
  expect(history.events.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  expect(history.hasGap).toBe(false);
  expect(history.add(events)).toBe(false);
});

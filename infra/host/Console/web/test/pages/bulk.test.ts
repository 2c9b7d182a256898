import { expect, it } from 'vitest';
import { bulkText, runAll } from '../../src/pages/executions/bulk';

it('runs an action for all, reports progress, and lists those that failed', async () => {
  const progress: number[] = [];
  const faults = await runAll(['a', 'b', 'c', 'd', 'e', 'f'], (name) => (name === 'c' ? Promise.reject(new Error('No.')) : Promise.resolve()), (count) => progress.push(count));
  expect(faults).toEqual([{ name: 'c', message: 'No.' }]);
  expect(progress).toEqual([1, 2, 3, 4, 5, 6]);
});

it('runs at most four at a time', async () => {
  let [running, most] = [0, 0];
  await runAll(Array.from({ length: 12 }, (_, index) => String(index)), async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => { setTimeout(resolve, 1); });
    running--;
  }, () => {});
  expect(most).toBe(4);
});

it('says how many in its question', () => {
  expect(bulkText.redrive.title(1_234)).toBe('Redrive 1,234 executions?');
  expect(bulkText.again.title(1)).toBe('Process 1 upload again?');
});

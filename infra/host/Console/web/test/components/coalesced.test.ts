import { expect, it } from 'vitest';
import { coalesced } from '../../src/components/coalesced';

/** A task whose runs end when the test calls `finishRun`. */
function heldTask(): { request: () => Promise<void>; finishRun: (() => void)[] } {
  const finishRun: (() => void)[] = [];
  return { request: coalesced(() => new Promise((end) => finishRun.push(end))), finishRun };
}

it('runs once more when it is called during a run', async () => {
  const { request, finishRun } = heldTask();
  const done = request();
  void request();
  void request();
  expect(finishRun).toHaveLength(1);

  finishRun[0]!();
  await expect.poll(() => finishRun.length).toBe(2);
  finishRun[1]!();
  await done;

  expect(finishRun).toHaveLength(2);
});

it('runs for every call while it is idle', async () => {
  const { request, finishRun } = heldTask();
  for (const number of [1, 2, 3]) {
    const done = request();
    expect(finishRun).toHaveLength(number);
    finishRun[number - 1]!();
    await done;
  }
});

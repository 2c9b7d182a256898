import { expect, it } from 'vitest';
import { oneAtATime } from '../../src/components/oneAtATime';

/** A task whose runs end when they are told to. */
function held(): { ask: () => Promise<void>; ends: (() => void)[] } {
  const ends: (() => void)[] = [];
  return { ask: oneAtATime(() => new Promise((end) => ends.push(end))), ends };
}

it('runs once more when it is asked while it runs', async () => {
  const { ask, ends } = held();
  const done = ask();
  void ask();
  void ask();
  expect(ends).toHaveLength(1);

  ends[0]!();
  await expect.poll(() => ends.length).toBe(2);
  ends[1]!();
  await done;

  expect(ends).toHaveLength(2);
});

it('runs for every question that finds it idle', async () => {
  const { ask, ends } = held();
  for (const number of [1, 2, 3]) {
    const done = ask();
    expect(ends).toHaveLength(number);
    ends[number - 1]!();
    await done;
  }
});

// Opens an execution over a slow connection: the response that was read while it ran arrives after its end, and the end was not published live.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ given, page, goto }) => {
  const [history, trace, answers, live] = [hold(), hold(), hold(), hold()];
  for (const [path, read] of [['**/history?*', history], ['**/trace', trace]]) {
    await page.route(path, async (route) => {
      const response = await route.fetch();
      read.release();
      await answers.released;
      await route.fulfill({ response });
    });
  }
  await page.route('**/api/live?execution=*', async (route) => {
    await live.released;
    await route.continue();
  });
  await goto(`executions/${given.execution}`);
  await Promise.all([history.released, trace.released]);

  fs.rmSync(given.gate);
  await ended(`${given.address}/api/executions/${given.execution}`);
  live.release();
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  answers.release();
  await page.locator('g.state[data-state="Succeeded"][data-outcome="succeeded"]').waitFor();
  await page.getByRole('tab', { name: /^Events/ }).click();
  await page.getByTestId('event').getByText('ExecutionSucceeded').waitFor();
});

function hold() {
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  return { released, release };
}

async function ended(address) {
  while ((await (await fetch(address)).json()).status === 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

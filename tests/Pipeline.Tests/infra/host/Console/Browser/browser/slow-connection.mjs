// Opens an execution over a slow connection: responses from while it ran arrive after it has ended, and no live event announces its end.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto }) => {
  const [history, trace, responses, live] = [createGate(), createGate(), createGate(), createGate()];
  for (const [path, read] of [['**/history?*', history], ['**/trace', trace]]) {
    await page.route(path, async (route) => {
      const response = await route.fetch();
      read.release();
      await responses.released;
      await route.fulfill({ response });
    });
  }
  await page.route('**/api/live?execution=*', async (route) => {
    await live.released;
    await route.continue();
  });
  await goto(`executions/${input.execution}`);
  await Promise.all([history.released, trace.released]);

  fs.rmSync(input.gate);
  await waitForEnd(`${input.address}/api/executions/${input.execution}`);
  live.release();
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  responses.release();
  await page.locator('g.state[data-state="AnnounceSuccess"][data-outcome="succeeded"]').waitFor();
  await page.getByRole('tab', { name: /^Events/ }).click();
  await page.getByTestId('event').getByText('ExecutionSucceeded').waitFor();
});

function createGate() {
  let release;
  const released = new Promise((resolve) => { release = resolve; });
  return { released, release };
}

async function waitForEnd(address) {
  while ((await (await fetch(address)).json()).status === 'RUNNING') {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

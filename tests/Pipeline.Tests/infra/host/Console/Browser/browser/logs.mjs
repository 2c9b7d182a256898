// Reads the log of an execution that failed, filters and searches it, and follows the log of one that runs.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  const lines = page.getByTestId('log-line');
  const levels = () => lines.evaluateAll((all) => [...new Set(all.map((each) => each.dataset.level))]);
  await goto(`executions/${input.failed}`);
  await page.getByTestId('tab-logs').click();
  await page.waitForURL(/tab=logs/);
  await lines.getByText('validate: accepted').waitFor();
  const all = await lines.count();
  await page.getByTestId('log-level').selectOption('ERROR');
  await page.waitForURL(/level=ERROR/);
  await page.getByTestId('log-count').getByText(` of ${all} lines`).waitFor();
  assert.deepEqual(await levels(), ['ERROR']);
  await lines.getByText('attempt 2').waitFor();
  await lines.first().getByText(input.rendition).first().waitFor();

  await page.reload();
  await lines.first().waitFor();
  assert.deepEqual(await levels(), ['ERROR']);
  await lines.first().getByRole('button', { expanded: false }).click();
  await lines.first().locator('.log-stack').getByText(input.error).waitFor();
  await lines.first().getByTestId('log-json').getByText(input.imageId).waitFor();
  assert.equal(await page.getByTestId('log').locator('img').count(), 0, 'the log shows a key as markup');
  await screenshot('logs-failed');

  await page.getByTestId('log-level').selectOption('');
  await page.getByTestId('log-search').fill('VALIDATE');
  await page.waitForURL(/q=VALIDATE/);
  await page.getByTestId('log-count').getByText(`2 of ${all} lines`).waitFor();
  await page.getByTestId('log-search').fill('nothing has this');
  await page.getByText('No matching lines').waitFor();
  await page.getByTestId('log-search').fill('');
  await page.getByTestId('log-state').selectOption('Resize');
  await page.waitForURL(/of=Resize/);
  await lines.getByText('resize:').first().waitFor();
  assert.equal(await lines.getByText('validate:').count(), 0);

  await goto(`executions/${input.running}?tab=logs`);
  await lines.getByText('validate: accepted').waitFor();
  assert.equal(await lines.getByText('persist:').count(), 0);
  fs.unlinkSync(input.gate);
  await lines.getByText('persist: recorded').waitFor();
  const numbers = await lines.count();
  await page.reload();
  await lines.getByText('persist: recorded').waitFor();
  assert.equal(await lines.count(), numbers, 'the log that was followed has other lines than the whole one');
});

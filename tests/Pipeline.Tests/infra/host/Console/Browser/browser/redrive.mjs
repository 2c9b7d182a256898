// Finds a failed execution, reads its error, and redrives it after removing the file that causes the fault.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert }) => {
  await goto('executions');
  await page.getByTestId('status').selectOption('FAILED');
  await page.getByTestId('execution').first().getByRole('link').first().click();
  await page.locator('[data-testid="execution-page"][data-status="FAILED"]').waitFor();
  await page.locator('g.state[data-state="Resize"]').click();
  await page.getByTestId('state-error').getByText(input.error).first().waitFor();
  assert.ok(Number(await page.locator('g.state[data-state="Resize"]').getAttribute('data-retries')) >= 1, 'the graph does not count the retries');
  await screenshot('failed');

  fs.rmSync(input.fault);
  await page.getByTestId('redrive').click();
  await page.getByTestId('dialog').getByText('A new execution starts with the same input').waitFor();
  await page.getByTestId('confirm').click();
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  await screenshot('redriven');
});

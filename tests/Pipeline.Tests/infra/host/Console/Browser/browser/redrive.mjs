// Finds a failed execution, reads its error, and redrives it after the fault (a file) is removed.
import * as fs from 'node:fs';
import { scenario } from './scenario.mjs';

await scenario(async ({ given, page, goto, shot, assert }) => {
  await goto('executions');
  await page.getByTestId('status-FAILED').click();
  await page.getByTestId('execution').first().getByRole('link').first().click();
  await page.locator('[data-testid="execution-page"][data-status="FAILED"]').waitFor();
  await page.locator('g.state[data-state="Resize"]').click();
  await page.getByTestId('state-error').getByText(given.error).first().waitFor();
  assert.ok(Number(await page.locator('g.state[data-state="Resize"]').getAttribute('data-retries')) >= 1, 'retries are counted');
  await shot('failed');

  fs.rmSync(given.fault);
  await page.getByTestId('redrive').click();
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  await shot('redriven');
});

// Starts an execution again with an edited input. The dialog rejects input that is not JSON.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, assert }) => {
  await goto(`executions/${input.execution}`);
  await page.getByTestId('start-again').click();
  const field = page.getByTestId('start-input');
  const text = await field.inputValue();
  await field.fill('{ "detail-type": ');
  assert.ok(await page.getByTestId('start').isDisabled() || await page.getByTestId('start-input-fault').isVisible(), 'the page does not reject invalid JSON');
  await field.fill(text.replaceAll(input.key, input.other));
  await page.getByTestId('start').click();
  await page.waitForURL((url) => !url.hash.endsWith(input.execution));
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  await page.getByRole('heading', { level: 1 }).getByText(input.other).waitFor();
});

// Starts an execution again with an edited input. The editor refuses input that is not JSON.
import { scenario } from './scenario.mjs';

await scenario(async ({ given, page, goto, assert }) => {
  await goto(`executions/${given.execution}`);
  await page.getByTestId('start-again').click();
  const input = page.getByTestId('start-input');
  const text = await input.inputValue();
  await input.fill('{ "detail-type": ');
  assert.ok(await page.getByTestId('start').isDisabled() || await page.getByTestId('start-input-fault').isVisible(), 'what is no JSON is told');
  await input.fill(text.replaceAll(given.key, given.other));
  await page.getByTestId('start').click();
  await page.waitForURL((url) => !url.hash.endsWith(given.execution));
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  await page.getByRole('heading', { level: 1 }).getByText(given.other).waitFor();
});

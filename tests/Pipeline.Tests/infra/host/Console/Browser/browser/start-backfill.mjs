// Counts what a backfill of a prefix would process, starts it, and follows it to its end.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, screenshot, assert, open }) => {
  await goto('executions');
  await page.getByTestId('backfill').click();
  const plan = page.getByTestId('backfill-plan');
  await plan.getByText('3 images').waitFor();
  await page.getByTestId('backfill-prefix').fill('birds/');
  await plan.getByText('0 images').waitFor();
  assert.ok(await page.getByTestId('start-backfill').isDisabled(), 'a backfill of nothing can be started');
  await page.getByTestId('backfill-prefix').fill('cats/');
  await plan.getByText('2 images').waitFor();
  await page.getByTestId('backfill-concurrency').fill('4');
  assert.equal(await page.getByTestId('start-backfill').textContent(), 'Start for 2 images');
  await screenshot('backfill-dialog-1280');
  await page.getByTestId('start-backfill').click();
  await page.locator('[data-testid="execution-page"][data-status="SUCCEEDED"]').waitFor();
  await page.getByTestId('map-run').click();
  await page.locator('[data-testid="map-run-page"][data-status="SUCCEEDED"]').waitFor();
  assert.equal(await page.getByTestId('count-SUCCEEDED').textContent(), '2');
  await page.locator('dt', { hasText: 'Max concurrency' }).locator('xpath=following-sibling::dd').getByText('4', { exact: true }).waitFor();

  const phone = await open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await phone.goto('executions?machine=backfill');
  await phone.page.getByTestId('execution').waitFor();
  await phone.page.getByTestId('backfill').click();
  await phone.page.getByTestId('backfill-plan').getByText('3 images').waitFor();
  await phone.screenshot('backfill-dialog-390');
  assert.equal(await phone.page.getByTestId('execution').count(), 1);
  assert.deepEqual(phone.errors, []);
});

// Opens addresses of what an execution's page shows, goes back, and reads the titles of pages. A stop asks first.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, assert }) => {
  await goto(`executions/${input.execution}`);
  assert.match(await page.title(), /^a\.png – execution /);
  await page.getByTestId('iterations-ResizeAll').getByRole('button', { name: input.rendition }).click();
  await page.locator('g.state[data-state="Resize"]').click();
  await page.getByTestId('tab-events').click();
  await page.getByTestId('events').getByRole('button', { name: `Resize · ${input.rendition}` }).first().waitFor();
  const address = page.url();

  await page.goBack();
  await page.getByTestId('timeline').getByText(input.rendition).first().waitFor();
  await page.goBack();
  await page.getByTestId('state-detail').getByRole('heading', { name: 'Execution', exact: true }).waitFor();

  await page.goto('about:blank');
  await page.goto(address);
  await page.getByTestId('events').waitFor();
  await page.getByTestId('state-detail').getByRole('heading', { name: 'Resize' }).waitFor();
  assert.equal(await page.getByTestId('iterations-ResizeAll').getByRole('button', { name: input.rendition }).getAttribute('aria-pressed'), 'true');
  await page.getByTestId('path-only').click();
  await page.locator('g.state[data-state="PersistRejection"]').waitFor();

  await page.goto('/#/nowhere');
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  assert.equal(await page.title(), 'Page not found – Image Pipeline');

  await goto(`executions/${input.running}`);
  await page.getByTestId('stop').click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.locator('[data-testid="execution-page"][data-status="RUNNING"]').waitFor();
  await page.getByTestId('stop').click();
  await page.getByTestId('confirm').click();
  await page.locator('[data-testid="execution-page"][data-status="ABORTED"]').waitFor();
});

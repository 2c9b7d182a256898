// Looks at a Map Run while it runs, changes how many children run at once, and opens a child, the backfill and its announcement.
import { scenario } from './scenario.mjs';

await scenario(async ({ input, page, goto, assert }) => {
  await goto(`executions/backfill:${input.name}?state=Listing`);
  await page.getByTestId('map-run').first().waitFor();
  await page.getByTestId('state-map-run').click();
  await page.getByTestId('map-run-page').waitFor();
  assert.match(await page.title(), /^Map Run of Listing/);
  await page.locator('input[name="concurrency"]').fill('4');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.locator('[data-testid="map-run-page"][data-status="SUCCEEDED"]').waitFor();
  await page.locator('dt', { hasText: 'Max concurrency' }).locator('xpath=following-sibling::dd').getByText('4', { exact: true }).waitFor();
  assert.equal(await page.getByTestId('count-SUCCEEDED').textContent(), `${input.images}`);
  assert.equal(await page.getByTestId('count-FAILED').textContent(), '0');

  await page.getByTestId('child-status').selectOption('FAILED');
  await page.getByText('No child executions').waitFor();
  await page.getByTestId('child-status').selectOption('');
  await page.getByRole('link', { name: input.key, exact: true }).click();
  await page.getByTestId('parent-map-run').waitFor();
  await page.goBack();

  await goto(`executions/backfill:${input.name}?view=whole`);
  await page.getByTestId('graph-part').selectOption('Listing');
  await page.locator('g.state[data-state="Validate"]').click();
  await page.getByTestId('state-detail').getByText('A state of the children of Listing').waitFor();
  assert.equal(await page.getByTestId('state-map-run').textContent(), 'Map Run of Listing');

  await goto('executions');
  await page.getByTestId('state-machine').selectOption('image-pipeline');
  await page.getByText('No matching executions').waitFor();
  await page.getByTestId('state-machine').selectOption('backfill');
  await page.waitForURL(/machine=backfill/);
  await page.getByTestId('execution').getByRole('link', { name: 'backfill' }).waitFor();
  assert.equal(await page.getByTestId('execution').count(), 1);

  await goto('announcements');
  await page.getByText(`${input.images} accepted`).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await goto(`map-runs/${encodeURIComponent(input.run)}`);
  await page.getByTestId('child').first().waitFor();
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'the page is wider than a phone');
});
